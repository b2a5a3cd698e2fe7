using System.CommandLine;

namespace DataWorth.Cli.Commands.Data;

/// <summary>'dataworth data': what data sets there are and where they lie.</summary>
internal sealed class DataCommand : Command
{
    /// <summary>Makes the command with its subcommands.</summary>
    public DataCommand()
        : base("data", "List data sets and find their files.")
    {
        Subcommands.Add(new DataListCommand());
        Subcommands.Add(new DataLocateCommand());
    }
}
