using System.CommandLine;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store': look at artifacts, check them, move and remove them.</summary>
internal sealed class StoreCommand : Command
{
    /// <summary>Makes the command with its subcommands.</summary>
    public StoreCommand()
        : base("store", "List, check, copy and remove stored gradients, statistics and retrainings.")
    {
        Subcommands.Add(new StoreListCommand());
        Subcommands.Add(new StoreShowCommand());
        Subcommands.Add(new StoreVerifyCommand());
        Subcommands.Add(new StoreRepairCommand());
        Subcommands.Add(new StoreCopyCommand());
        Subcommands.Add(new StoreRemoveCommand());
        Subcommands.Add(new StoreCollectCommand());
        Subcommands.Add(new StoreUsageCommand());
    }
}
