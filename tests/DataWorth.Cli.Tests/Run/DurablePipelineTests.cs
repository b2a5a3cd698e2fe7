using System.Diagnostics;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Tests.Commands;
using DataWorth.Cli.Tests.Fit;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Run;

/// <summary>The command on three workers of the durable engine, each a process of its own, beside the command alone.</summary>
public sealed class DurablePipelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-durable-run").FullName;
    private readonly List<Process> _workers = [];

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Kill(entireProcessTree: true);
            worker.Dispose();
        }

        TemporaryFolder.Remove(_folder);
    }

    [AzuriteFact]
    public async Task ThreeWorkers_OfWhichOneIsKilled_LeaveTheFilesOfOneProcess_ByteForByte()
    {
        FlowerFiles.Write(_folder);
        TinyLanguage.Write(_folder);
        var table = Write(
            "table.yaml",
            """
            data: { path: train.csv, label-column: kind }
            model: { kind: mlp, hidden: [8] }
            training: { epochs: 3, batch-size: 16 }
            methods: { logra: { rank: 4 }, lorif: , ekfac: , trak: { dimension: 16 } }
            queries: { path: test.csv, label-column: kind }
            outputs: { top-k: 3, suspects: 5 }
            shards: 5
            threads: 1
            """
        );
        var texts = Write(
            "texts.yaml",
            """
            data: { path: texts, block-is-packed: false }
            model: { kind: language-model, checkpoint: model }
            queries: { path: texts/*w*.txt }
            methods: { logra: { rank: 4 }, lorif: }
            outputs: { top-k: 2 }
            shards: 3
            threads: 1
            """
        );
        var hub = $"h{Guid.NewGuid():n}"[..20];
        foreach (var _ in Enumerable.Range(0, 3))
        {
            _workers.Add(Start("worker", "--hub", hub, "--set", "poll-seconds=1", "--store", At("shared")));
        }

        foreach (var file in new[] { table, texts })
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var durable = Start([
                .. Run(file, "shared", $"{name}-durable"),
                "--engine",
                "durable",
                "--set",
                $"engine.hub={hub}",
                "--set",
                "engine.poll-seconds=1",
            ]);
            if (file == table)
            {
                _workers[0].Kill(entireProcessTree: true);
            }

            var alone = await CommandRun.Of([.. Run(file, "alone", $"{name}-alone")]);
            Assert.True(alone.ExitCode == ExitCodes.Success, alone.Messages);
            var ended = await ProcessRun.Finish(durable);
            Assert.True(ended.ExitCode == ExitCodes.Success, ended.Output + ended.Errors);
            AssertSameFiles(At($"{name}-alone"), At($"{name}-durable"));
        }
    }

    [AzuriteFact]
    public async Task RunThatNobodyWorksOn_SaysHowToBeginAWorker_AndTheWorkerTellsWhatItFinishes()
    {
        FlowerFiles.Write(_folder, rows: 60);
        var file = Write(
            "alone.yaml",
            """
            data: { path: train.csv, label-column: kind }
            model: { kind: mlp, hidden: [4] }
            training: { epochs: 2 }
            methods: { ekfac: }
            outputs: { report: false }
            shards: 2
            """
        );
        var hub = $"h{Guid.NewGuid():n}"[..20];
        using var run = Start(
            "run",
            file,
            "--store",
            At("shared"),
            "--engine",
            "durable",
            "--set",
            $"engine.hub={hub}",
            "--set",
            "engine.poll-seconds=1"
        );
        await Task.Delay(TimeSpan.FromSeconds(12));
        using EnvironmentVariable connection = new("AZURE_STORAGE_CONNECTION_STRING", AzuriteServer.Instance.ConnectionString());
        using CancellationTokenSource stop = new();
        var worker = CommandRun.Of(["worker", "--hub", hub, "--set", "poll-seconds=1", "--store", At("shared")], stop.Token);
        var ended = await ProcessRun.Finish(run);
        await stop.CancelAsync();
        var worked = await worker;
        Assert.True(ended.ExitCode == ExitCodes.Success, ended.Output + ended.Errors);
        var warning = Assert.Single(ended.Errors.Split('\n'), line => line.StartsWith("warning:", StringComparison.Ordinal));
        Assert.Contains($"No worker of hub '{hub}' has begun anything yet.", warning, StringComparison.Ordinal);
        Assert.Contains($"'dataworth worker --hub {hub} --store {At("shared")}'", warning, StringComparison.Ordinal);
        Assert.Contains("The store is a folder: every worker must see it.", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", worked.Messages, StringComparison.Ordinal);
        Assert.Contains($"of hub '{hub}' waits for shards", worked.Messages, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^train.* of run dw-\w+: done, \d+\.\d s$", worked.Messages);
        Assert.Equal(2, worked.Messages.Split('\n').Count(line => line.StartsWith("ekfac/curvature-1 ", StringComparison.Ordinal)));
    }

    // All but what says when and where it was made.
    private static void AssertSameFiles(string expected, string found)
    {
        string[] Names(string folder) => [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order()];
        Assert.Equal(Names(expected), Names(found));
        var tables = Names(expected).Where(name => name.EndsWith(".csv", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(tables);
        Assert.All(
            tables,
            name => Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(found, name)))
        );
    }

    private IEnumerable<string> Run(string file, string store, string output) =>
        ["run", file, "--store", At(store), "--set", $"outputs.folder={At(output)}"];

    private static Process Start(params IEnumerable<string> arguments) =>
        ProcessRun.Start(
            "dotnet",
            [typeof(CommandApplication).Assembly.Location, .. arguments],
            environment: new Dictionary<string, string?>
            {
                ["AZURE_STORAGE_CONNECTION_STRING"] = AzuriteServer.Instance.ConnectionString(),
                ["OMP_WAIT_POLICY"] = "passive",
            }
        );

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, string yaml)
    {
        File.WriteAllText(At(name), yaml);
        return At(name);
    }
}
