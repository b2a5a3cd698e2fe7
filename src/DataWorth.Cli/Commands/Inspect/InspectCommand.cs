using System.CommandLine;

namespace DataWorth.Cli.Commands.Inspect;

/// <summary>'dataworth inspect': what data, a model or a store are, before anything is computed.</summary>
internal sealed class InspectCommand : Command
{
    /// <summary>Makes the command.</summary>
    public InspectCommand()
        : base("inspect", "Look at data, a model or the fits of a store before anything is computed.")
    {
        Subcommands.Add(new InspectDataCommand());
        Subcommands.Add(new InspectModelCommand());
        Subcommands.Add(new InspectStoreCommand());
    }
}
