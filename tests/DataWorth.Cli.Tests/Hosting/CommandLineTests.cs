using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Tasks;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Hosting;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-line-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("evaluate run", "dataworth: The argument <file> is missing: An evaluation file, ")]
    [InlineData("store show", "dataworth: The argument <artifact> is missing: ")]
    [InlineData("evaluate merge a.yaml", "dataworth: Option --into is missing, expected <address>: ")]
    [InlineData("store ls --store", "dataworth: --store has no value, expected <address>: ")]
    public async Task WrongCommandLine_NamesWhatIsMissing_AndNoTypeOfDotNet(string commandLine, string message)
    {
        var run = await CommandRun.Of(commandLine);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.StartsWith(message, run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(int?), "a whole number")]
    [InlineData(typeof(double), "a number")]
    [InlineData(typeof(FileInfo), "a path")]
    [InlineData(typeof(DateTimeKind), "one of: unspecified, utc, local")]
    public void TypesOfValues_HaveWords(Type type, string expected) => Assert.Equal(expected, ParseErrorText.Expected(type));

    [Fact]
    public void EveryOptionWithAValue_SaysWhatItIsCalled()
    {
        var root = CommandApplication.CreateRoot(CommandConsole.OfWriters(TextWriter.Null, TextWriter.Null), TaskTable.Tasks);
        Assert.All(
            All(root)
                .SelectMany(command => command.Options)
                .Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)),
            option => Assert.False(string.IsNullOrEmpty(option.HelpName), option.Name)
        );
    }

    /// <summary>Texts of commands, of their options and of their examples: whatever they call a file of this repository is one.</summary>
    [Fact]
    public void EveryPipelineFileThatHelpNames_IsThere()
    {
        var root = CommandApplication.CreateRoot(CommandConsole.OfWriters(TextWriter.Null, TextWriter.Null), TaskTable.Tasks);
        var named = All(root)
            .SelectMany(command =>
                command
                    .Options.Select(option => option.Description)
                    .Concat(command.Arguments.Select(argument => argument.Description))
                    .Append(command.Description)
                    .Concat(command is DataWorthCommand own ? own.Examples.Select(example => example.CommandLine).Append(own.Note) : [])
            )
            .SelectMany(text => Regex.Matches(text ?? "", @"\bpipelines/[\w./-]*\w").Select(match => match.Value))
            .Distinct()
            .ToList();
        Assert.Contains("pipelines/own-csv.yaml", named);
        Assert.All(named, path => Assert.True(Path.Exists(RepositoryFiles.PathOf(path.Split('/'))), path));
    }

    [Theory]
    [InlineData("store ls --store")]
    [InlineData("status --store")]
    [InlineData("worker --store")]
    [InlineData("store repair --store")]
    public async Task EmptyStore_NamesTheOption(string commandLine)
    {
        foreach (var store in (string[])["", " ", "file:"])
        {
            var run = await CommandRun.Of([.. commandLine.Split(' '), store]);
            Assert.Equal(ExitCodes.BadInput, run.ExitCode);
            Assert.Contains($"The store is '{store}', expected a folder, file:PATH", run.Messages, StringComparison.Ordinal);
            Assert.Contains("Give --store one", run.Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WrongInput_HasNoStackAmongTheErrorsOfTheLog_AndOptionsAreShownByTheirValues()
    {
        var log = Path.Combine(_folder, "log.json");
        var run = await CommandRun.Of(["plan", Path.Combine(_folder, "none.yaml"), "--verbose", "--log-file", log]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.DoesNotContain("System.String[]", run.Messages, StringComparison.Ordinal);
        var events = (await File.ReadAllLinesAsync(log)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var error = Assert.Single(events, line => line.GetProperty("Level").GetString() == "Error");
        Assert.False(error.TryGetProperty("Exception", out _));
        Assert.Contains("none.yaml' does not exist", error.GetProperty("RenderedMessage").GetString(), StringComparison.Ordinal);
        Assert.Single(events, line => line.TryGetProperty("Exception", out _) && line.GetProperty("Level").GetString() == "Debug");
        Assert.DoesNotContain("System.String[]", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RepeatedOption_TheLastWins()
    {
        var run = await CommandRun.Of(["store", "ls", "--store", "/nowhere/a", "--json", "-s", "/nowhere/b"]);
        Assert.Contains("There is no store at '/nowhere/b'", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("/nowhere/a", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store ls --store /nowhere --json", 2, "wrong-input", "There is no store at '/nowhere'.")]
    [InlineData("verson --json", 2, "wrong-input", "Unknown command 'verson'.")]
    [InlineData("--json", 2, "wrong-input", "A command is missing.")]
    [InlineData("store --json", 2, "wrong-input", "A command is missing.")]
    public async Task ErrorWithJson_IsADocumentOnStandardOutput(string commandLine, int exitCode, string kind, string message)
    {
        var run = await CommandRun.Of(commandLine);
        Assert.Equal(exitCode, run.ExitCode);
        var error = JsonDocument.Parse(run.Output).RootElement.GetProperty("error");
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((kind, exitCode), (error.GetProperty("kind").GetString(), error.GetProperty("exitCode").GetInt32()));
        Assert.StartsWith("dataworth: " + message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfACommand_IsItsHelp_WithTheCommonOptionsAtTheEnd()
    {
        var help = await CommandRun.Of("help store verify");
        Assert.Equal((await CommandRun.Of("store verify --help")).Output, help.Output);
        Assert.Equal(1, help.Output.Split("--log-file").Length - 1);
        Assert.True(
            help.Output.IndexOf("--log-file", StringComparison.Ordinal) > help.Output.IndexOf("Examples:", StringComparison.Ordinal)
        );
        var wrong = await CommandRun.Of("help store verfy");
        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains("There is no command 'store verfy'. Did you mean 'verify'?", wrong.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_HoldsCommandLineVersionsOptionsAndTheEnd_ButNoSecret()
    {
        var log = Path.Combine(_folder, "log.json");
        using EnvironmentVariable variable = new(GlobalOptions.LogVariable, log);
        await CommandRun.Of(["store", "ls", "--store", "/nowhere?sig=abc123"]);
        await CommandRun.Of(["verson", "AccountKey=abc123"]);
        var text = await File.ReadAllTextAsync(log);
        var events = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains("store ls --store", Message(events[0]), StringComparison.Ordinal);
        Assert.Contains(".NET " + Environment.Version, Message(events[0]), StringComparison.Ordinal);
        Assert.Contains(events, entry => Message(entry).StartsWith("Option --store is \"/nowhere", StringComparison.Ordinal));
        Assert.Contains(
            events,
            entry => entry.GetProperty("Level").GetString() == "Error" && Message(entry).Contains("failed", StringComparison.Ordinal)
        );
        Assert.Contains(events, entry => Message(entry).StartsWith("Ended with exit code 2 after", StringComparison.Ordinal));
        Assert.Contains("Unknown command 'verson'", Message(events[^1]), StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataworth store ver", "verify")]
    [InlineData("dataworth sto", "store")]
    [InlineData("dataworth quickstart --learn", "--learning-rate")]
    [InlineData("dataworth completion z", "zsh")]
    public async Task Completion_InBash_CompletesCommandsOptionsAndValues(string line, string expected)
    {
        var script = Path.Combine(_folder, "completion.bash");
        await File.WriteAllTextAsync(script, (await CommandRun.Of("completion bash")).Output);
        var program = Path.Combine(AppContext.BaseDirectory, "DataWorth.Cli.dll");
        var run = await ProcessRun.Of(
            "/bin/bash",
            [
                "-c",
                $"dataworth() {{ dotnet '{program}' \"$@\"; }}; source '{script}'; COMP_LINE='{line}'; COMP_POINT={line.Length}; "
                    + $"COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _dataworth; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            ]
        );
        Assert.Contains(expected, run.Output.Split('\n'));
    }

    [Fact]
    public async Task Stopping_SaysThatWhatIsFinishedStays()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        string[] files = ["--store", Path.Combine(_folder, "store"), "--out", Path.Combine(_folder, "r.html")];
        var run = await CommandRun.Of(["quickstart", "--data-set", "glyphs", "--train-count", "100", .. files, "--json"], stopped.Token);
        Assert.Equal(ExitCodes.Cancelled, run.ExitCode);
        Assert.Contains(
            "dataworth: stopped. Everything finished is in the store; the same command goes on from there.",
            run.Messages,
            StringComparison.Ordinal
        );
        Assert.Equal("stopped", JsonDocument.Parse(run.Output).RootElement.GetProperty("error").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("-INT", ExitCodes.Cancelled)]
    [InlineData("-TERM", ExitCodes.Terminated)]
    public async Task Signals_HaveTheirExitCodes(string signal, int exitCode)
    {
        using var process = ProcessRun.Start(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "DataWorth.Cli.dll"),
                .. "quickstart --data-set glyphs --train-count 1000 --epochs 100000 --out".Split(' '),
                Path.Combine(_folder, "r.html"),
                "--store",
                Path.Combine(_folder, "store"),
            ]
        );
        var first = await process.StandardError.ReadLineAsync();
        Assert.StartsWith("train: ", first, StringComparison.Ordinal);
        await ProcessRun.Of("/bin/kill", [signal, $"{process.Id}"]);
        Assert.Equal(exitCode, (await ProcessRun.Finish(process)).ExitCode);
    }

    [Fact]
    public async Task MoreThreadsThanProcessors_AreRefusedWithTheirNumber()
    {
        var report = Path.Combine(_folder, "r.html");
        var run = await CommandRun.Of(["quickstart", "--data-set", "glyphs", "--threads", "9999", "--out", report]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(
            $"--threads is 9999, expected at most {Environment.ProcessorCount}, the number of this machine's processors.",
            run.Messages,
            StringComparison.Ordinal
        );
    }

    private static string Message(JsonElement entry) => entry.GetProperty("RenderedMessage").GetString()!;

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
