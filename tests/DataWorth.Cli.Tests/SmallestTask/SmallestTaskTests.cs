using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Tests.SmallestTask;

/// <summary>A benchmark task is one folder and one row: this folder and the row below are all that the command needs to evaluate a new task,
/// to complete and check its files, and to report on it.</summary>
public sealed class SmallestTaskTests : IDisposable
{
    private static readonly IReadOnlyList<TaskDescription> s_tasks = [.. TaskTable.Tasks, PlanePointsTask.Description];

    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-smallest").FullName;

    [Fact]
    public async Task NewTask_IsEvaluatedByTheCommand_FromItsFile()
    {
        var file = Write(
            """
            name: plane
            task: { kind: plane-points, distance: 0.5, training: { epochs: 200, weight-decay: 0.01 } }
            model-seeds: [0, 1]
            subsets: { count: 20, retrainings: 2 }
            brittleness: { queries: 2, removals: [4], retrainings: 2, methods: [gradient-dot] }
            checks: { purity-neighbours: 5, duplicates: 6, flipped-share: 0.1, methods: [ekfac] }
            methods: [{ method: ekfac, options: { damping: 0.01 } }, { method: gradient-dot }]
            """
        );
        var run = await Run("run", file, "--out", _folder, "--json");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("plane-points", result.GetProperty("task").GetProperty("name").GetString());
        Assert.Equal(40, result.GetProperty("task").GetProperty("trainCount").GetInt32());
        Assert.True(result.GetProperty("brittleness").GetProperty("reproducesBaseModels").GetBoolean());
        var methods = result.GetProperty("methods");
        Assert.InRange(methods[0].GetProperty("loss").GetProperty("mean").GetDouble(), 0.3, 1);
        var checks = result.GetProperty("checks")[0];
        Assert.InRange(checks.GetProperty("classPurity").GetDouble(), 0.5, 1);
        Assert.InRange(checks.GetProperty("duplicatesReciprocalRank").GetDouble(), 0.1, 1);
        Assert.InRange(checks.GetProperty("mislabelArea").GetDouble(), 0.8, 1);
        var page = File.ReadAllText(Path.Combine(_folder, "plane.html"));
        Assert.Contains("query point (", page, StringComparison.Ordinal);
        Assert.Contains("training point (", page, StringComparison.Ordinal);

        var verify = await Run("verify", file);
        Assert.Contains("retrainings of task plane-points", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewTask_IsNamedInHelp_AndItsOptionsAreChecked()
    {
        var help = await Run("--help");
        Assert.Contains("plane-points (points of a plane, a linear model)", help.Output, StringComparison.Ordinal);
        await Refused("kind: plane-point", "'kind' is 'plane-point', expected one of: glyphs-mlp, ", "Did you mean 'plane-points'?");
        await Refused(
            "kind: plane-points\n  distanc: 1",
            "unknown key 'distanc' in 'task', expected one of: train-count, query-count, query-seed, training, distance.",
            "Did you mean 'distance'?"
        );
        await Refused("kind: plane-points\n  distance: 0", "'distance' is '0', expected a number, greater than 0 and at most 10.", "");

        async Task Refused(string task, string start, string end)
        {
            var run = await Run("run", Write($"task:\n  {task}"), "--out", _folder);
            var line = task.Contains('\n') ? 3 : 2;
            Assert.Equal(ExitCodes.BadInput, run.ExitCode);
            Assert.Contains($"task.yaml, line {line}: {start}", OneLine(run.Messages), StringComparison.Ordinal);
            Assert.EndsWith(end, OneLine(run.Messages).TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NewTask_IsInTheSchema()
    {
        var schema = JsonNode.Parse(PipelineSchema.OfEvaluations(s_tasks))!;
        var tasks = schema["properties"]!["task"]!["anyOf"]!.AsArray();
        Assert.Equal(s_tasks.Select(task => task.Name), tasks.Select(task => (string?)task!["properties"]!["kind"]!["const"]));
        var distance = tasks[^1]!["properties"]!["distance"]!;
        Assert.Equal("Distance of the classes' centres from the origin.", (string?)distance["description"]);
        Assert.Equal((0.0, 10.0, 1.0), ((double)distance["exclusiveMinimum"]!, (double)distance["maximum"]!, (double)distance["default"]!));
        Assert.Equal(20, (int)tasks[^1]!["properties"]!["training"]!["properties"]!["epochs"]!["default"]!);
    }

    public void Dispose() => TemporaryFolder.Remove(_folder);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "task.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<CommandRun> Run(string command, params string[] arguments)
    {
        string[] store = command == "--help" ? [] : ["--store", Path.Combine(_folder, "store")];
        return await CommandRun.Of(["evaluate", command, .. arguments, .. store], tasks: s_tasks);
    }
}
