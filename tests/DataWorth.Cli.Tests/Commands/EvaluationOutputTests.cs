using System.Text.Json;
using DataWorth.Cli.Commands.Evaluate;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Tests.Commands;

/// <summary>What is checked before an evaluation, and what becomes of its result.</summary>
public sealed class EvaluationOutputTests : IDisposable
{
    private const string Methods = "methods: [{ method: ekfac }, { method: gradient-dot }]";

    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-output").FullName;

    private string Out => Path.Combine(_folder, "out");

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task Run_PrintsVerdictCautionsAndAlignedTables_AndMarkdownOnlyIntoItsFile()
    {
        var run = await Run(Methods);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, string.Concat(run.Output.Where(letter => letter is '|' or '\u2502'))));
        var lines = run.Output.Split('\n');
        Assert.Contains(" scores highest here, but subsets or queries are too few to say that a method is better. ", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("Caution (few-subsets): 6 subsets are too few", StringComparison.Ordinal));
        var header = Array.FindIndex(lines, line => line.StartsWith("method ", StringComparison.Ordinal));
        Assert.All(
            lines.Skip(header + 1).Take(2),
            line => Assert.Equal(lines[header].IndexOf("LDS (loss)", StringComparison.Ordinal) + 9, line.IndexOf('.') + 3)
        );
        Assert.Contains("| method |", File.ReadAllText(Path.Combine(Out, "small.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public async Task Tables_FitTheTerminal_AndSayWhatIsMissing(int width)
    {
        var run = await Run(Methods + "\nbrittleness: { queries: 2, removals: [3], retrainings: 1 }", "--json");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        var result = ResultFiles.FromJson(await File.ReadAllTextAsync(Path.Combine(Out, "small.json")));
        using StringWriter text = new();
        var console = CommandConsole.Create(text, isTerminal: false);
        console.Profile.Width = width;
        new EvaluationTables(console, isTerminal: true).Write(result);
        var lines = text.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Contains(lines, line => line.StartsWith('\u256d'));
        Assert.Equal(width < 150, text.ToString().Contains("without room: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("LDS (loss)", StringComparison.Ordinal));
        // No cell is folded: every method has its line.
        Assert.Equal(2, lines.Count(line => line.Contains("\u2502 ekfac ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "methods: [{ method: logra, options: { rank: 100000 } }]",
        "methods[0].options.rank: Method 'logra': 'rank' is 100000, expected at most 784"
    )]
    [InlineData("methods: []", "line 5: 'methods' is [], expected at least one method.")]
    [InlineData("methods: [{ method: logro }]", "line 5: There is no method 'logro'.")]
    [InlineData(Methods + "\nname: ../../evil", "line 6: 'name' is '../../evil', expected 1 to 100 letters")]
    public async Task WhatCannotBe_IsRefused_BeforeAnythingIsTrainedOrWritten(string methods, string message)
    {
        var run = await Run(methods);
        Assert.Equal((ExitCodes.BadInput, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_folder, "small.yaml")], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task NoTraining_WithoutRetrainings_IsRefusedBeforeModelsAreTrained()
    {
        var run = await Run(Methods, "--no-training");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("The bank has no seed for which all 6 subsets are retrained", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("attributed models", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_ThatCannotBeWritten_AreRefusedBeforeAnythingIsTrained()
    {
        Directory.CreateDirectory(Path.Combine(Out, "small.csv"));
        var run = await Run(Methods);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("small.csv' is a folder, expected a file or nothing", run.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "store")));

        Directory.Delete(Out, recursive: true);
        await File.WriteAllTextAsync(Out, "a file");
        run = await Run(Methods);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("cannot be made: ", run.Messages, StringComparison.Ordinal);
        Assert.Contains("Give --out a folder that can be written.", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResultWhosePageCannotBeWritten_IsPrinted_AndKept(bool json)
    {
        // While the task is made, after the check, somebody puts a folder where the page should go.
        var glyphs = TaskTable.Tasks[0];
        var hindering = glyphs with
        {
            CreateAsync = async (options, locator) =>
            {
                var task = await glyphs.CreateAsync(options, locator);
                Directory.CreateDirectory(Path.Combine(Out, "small.html"));
                return task;
            },
        };
        var run = await Run(Methods, json ? "--json" : null, tasks: [hindering]);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        var message = run.Messages.ReplaceLineEndings(" ");
        Assert.Contains("small.html' could not be written: ", message, StringComparison.Ordinal);
        Assert.Contains("The result stands on standard output", message, StringComparison.Ordinal);
        Assert.DoesNotContain("was not expected", message, StringComparison.Ordinal);
        if (json)
        {
            Assert.Equal("ekfac", JsonDocument.Parse(run.Output).RootElement.GetProperty("methods")[0].GetProperty("label").GetString());
        }
        else
        {
            Assert.Contains("gradient-dot", run.Output, StringComparison.Ordinal);
        }

        Assert.All(new[] { "json", "csv", "md" }, extension => Assert.True(File.Exists(Path.Combine(Out, "small." + extension))));
    }

    private async Task<CommandRun> Run(string methods, string? option = null, IReadOnlyList<TaskDescription>? tasks = null)
    {
        List<string> arguments = ["evaluate", "run", Write(methods), "--store", Path.Combine(_folder, "store"), "--out", Out];
        arguments.AddRange(option is null ? [] : [option]);
        return await CommandRun.Of([.. arguments], tasks: tasks);
    }

    private string Write(string methods)
    {
        var path = Path.Combine(_folder, "small.yaml");
        File.WriteAllText(
            path,
            $$"""
            {{(methods.Contains("name:") ? "# named below" : "name: small")}}
            task: { kind: glyphs-mlp, train-count: 60, query-count: 8, network: { widths: [784, 8, 10] }, training: { epochs: 3 } }
            model-seeds: [0]
            subsets: { count: 6, retrainings: 2 }
            {{methods}}
            """
        );
        return path;
    }
}
