using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Tests.Hosting;

public sealed class CommandApplicationTests
{
    [Theory]
    [InlineData("verson", "dataworth: Unknown command 'verson'. Did you mean 'version'? See 'dataworth --help'.")]
    [InlineData("version --jsn", "dataworth: Unknown option '--jsn'. Did you mean '--json'? See 'dataworth version --help'.")]
    [InlineData("version extra", "dataworth: Unknown argument 'extra'. See 'dataworth version --help'.")]
    [InlineData(
        "version --log-file",
        "dataworth: --log-file has no value, expected <path>: Write a log of JSON lines too. Default: DATAWORTH_LOG. See 'dataworth version "
            + "--help'."
    )]
    public async Task WrongCommandLine_IsOneSentenceAndExitCode2(string commandLine, string message)
    {
        var run = await CommandRun.Of(commandLine);
        Assert.Equal(message, run.Messages.TrimEnd());
        Assert.Equal("", run.Output);
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task NoCommand_ShowsTheHelpAndExitCode2()
    {
        var run = await CommandRun.Of("");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage:\n  dataworth [command]", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryCommand_HasHelpWithExamplesThatParse()
    {
        var root = CommandApplication.CreateRoot(CommandConsole.OfWriters(TextWriter.Null, TextWriter.Null), TaskTable.Tasks);
        List<DataWorthCommand> commands = [];
        Collect(root, commands);
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            Assert.NotEmpty(command.Examples);
            foreach (var example in command.Examples)
            {
                string[] words = [.. CommandLineParser.SplitCommandLine(example.CommandLine.Split(" > ")[0])];
                Assert.Equal("dataworth", words[0]);
                Assert.Empty(root.Parse(words[1..]).Errors);
            }

            var help = await CommandRun.Of([.. PathOf(command), "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains(command.Examples[0].CommandLine, help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RootHelp_ExplainsExitCodes()
    {
        var run = await CommandRun.Of("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "0 done   1 failure   2 wrong input   3 missing installation   130 stopped by Ctrl-C",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("DataWorth.Cli", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_AsJson_IsOneDocument()
    {
        var run = await CommandRun.Of("version --json");
        Assert.Equal(0, run.ExitCode);
        using var document = JsonDocument.Parse(run.Output);
        Assert.StartsWith("0.", document.RootElement.GetProperty("dataWorth").GetString(), StringComparison.Ordinal);
        Assert.Equal(Environment.Version.ToString(), document.RootElement.GetProperty("runtime").GetString());
    }

    [Fact]
    public async Task LogFileThatCannotBeWritten_IsExitCode2()
    {
        var run = await CommandRun.Of(["version", "--log-file", "/proc/none/log.json"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("dataworth: The log file '/proc/none/log.json' cannot be written: ", run.Messages, StringComparison.Ordinal);
    }

    private static void Collect(Command command, List<DataWorthCommand> commands)
    {
        if (command is DataWorthCommand own)
        {
            commands.Add(own);
        }

        foreach (var child in command.Subcommands)
        {
            Collect(child, commands);
        }
    }

    private static IEnumerable<string> PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? PathOf(parent).Append(command.Name)
            : [command.Name];
}
