using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DataWorth.Cli.Hosting;

/// <summary>The usual help page, followed by the command's examples, the options that every command has, and for the root the exit
/// codes.</summary>
/// <param name="help">The library's own help.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Lock s_hiding = new();

    private static readonly IReadOnlyList<CommandExample> s_rootExamples =
    [
        new("dataworth quickstart", "train a small model, attribute 10 predictions, write report.html"),
        new("dataworth doctor", "show which libtorch and BLAS are used and what is missing"),
        new("dataworth data ls", "list the data sets and where they were found"),
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        WriteUsualHelp(parseResult, output);
        var command = parseResult.CommandResult.Command;
        var examples = command switch
        {
            DataWorthCommand own => own.Examples,
            RootCommand => s_rootExamples,
            _ => command.Subcommands.OfType<DataWorthCommand>().SelectMany(subcommand => subcommand.Examples).ToList(),
        };
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example.CommandLine}");
                output.WriteLine($"      {example.Meaning}");
            }

            output.WriteLine();
        }

        if ((command as DataWorthCommand ?? command.Subcommands.OfType<DataWorthCommand>().FirstOrDefault())?.Note is { } note)
        {
            output.WriteLine(note);
            output.WriteLine();
        }

        WriteGlobalOptions(parseResult, output);
        (command as DataWorthCommand)?.WriteMoreHelp(parseResult, CommandConsole.OfWriters(output, TextWriter.Null));
        if (command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            output.WriteLine(
                "  0 done   1 failure   2 wrong input   3 missing installation   130 stopped by Ctrl-C   143 stopped by SIGTERM"
            );
            output.WriteLine();
        }

        return ExitCodes.Success;
    }

    // Of every command, at the end, in short.
    private static void WriteGlobalOptions(ParseResult parseResult, TextWriter output)
    {
        output.WriteLine("Options of every command:");
        foreach (var option in GlobalOptions.All.Concat(RootOptions(parseResult)))
        {
            var names = option.Aliases.Where(alias => alias.StartsWith('-')).Append(option.Name).OrderBy(name => name.Length);
            var label = string.Join(", ", names) + (option.HelpName is { } value ? $" <{value}>" : "");
            output.WriteLine($"  {label, -22} {option.Description}");
        }

        output.WriteLine();
    }

    // The library names the program after its assembly; people type 'dataworth'.
    private void WriteUsualHelp(ParseResult parseResult, TextWriter output)
    {
        using StringWriter text = new();
        parseResult.InvocationConfiguration.Output = text;
        List<Option> ofAll = [.. GlobalOptions.All, .. RootOptions(parseResult)];
        lock (s_hiding)
        {
            ofAll.ForEach(option => option.Hidden = true);
            help.Invoke(parseResult);
            ofAll.ForEach(option => option.Hidden = false);
        }

        parseResult.InvocationConfiguration.Output = output;
        output.Write(text.ToString().Replace(RootCommand.ExecutableName, "dataworth", StringComparison.Ordinal));
    }

    private static IEnumerable<Option> RootOptions(ParseResult parseResult) =>
        parseResult.RootCommandResult.Command.Options.Where(option => option is HelpOption or VersionOption);
}
