using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DataWorth.Cli.Hosting;

/// <summary>The usual help page, followed by the command's examples (for the root: the exit codes too).</summary>
/// <param name="help">The library's own help.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
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

        if (command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            output.WriteLine("  0 done   1 failure   2 wrong input   3 missing installation   130 stopped by Ctrl-C");
            output.WriteLine();
        }

        return ExitCodes.Success;
    }

    // The library names the program after its assembly; people type 'dataworth'.
    private void WriteUsualHelp(ParseResult parseResult, TextWriter output)
    {
        using StringWriter text = new();
        parseResult.InvocationConfiguration.Output = text;
        help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(text.ToString().Replace(RootCommand.ExecutableName, "dataworth", StringComparison.Ordinal));
    }
}
