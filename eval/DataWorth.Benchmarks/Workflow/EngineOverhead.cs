using System.Diagnostics;
using System.Globalization;
using DataWorth.Tests.Shared;

namespace DataWorth.Benchmarks.Workflow;

/// <summary>What engines add to shards that compute next to nothing: the command over one shard and over many of the same rows.</summary>
public sealed class EngineOverhead : IBenchmark
{
    private const int Stages = 5; // train, queries, fit, score, top-k
    private const int Shards = 200;
    private const int Many = 10_000;

    /// <inheritdoc/>
    public string Name => "engines";

    /// <inheritdoc/>
    public string Description => "time that each engine takes per shard and per stage beside the work, and 10,000 tiny shards";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using PipelineBed bed = new();
        bed.WriteTable("tiny.csv", Many, 2);
        bed.WriteTable("queries.csv", 2, 2);
        File.WriteAllText(
            bed.At("tiny.yaml"),
            """
            data: { path: tiny.csv, label-column: label }
            model: { kind: mlp, hidden: [4] }
            training: { epochs: 1, batch-size: 1000 }
            methods: { gradient-dot: }
            queries: { path: queries.csv, label-column: label }
            outputs: { suspects: 0, report: false }
            threads: 1
            """
        );
        Measure(context, bed, "in process", "one");
        Measure(context, bed, "two processes", "two", "engine.processes=2");
        Durable(context, bed);
        Slurm(context, bed);
        var many = bed.Run(Command(bed, "many", Many, [])).Seconds;
        context.Note(Text($"{Many:N0} shards in process: {many:0.0} s"));
    }

    // The same rows as one shard and as many, in one store: nothing but the number of shards differs.
    private static void Measure(BenchmarkContext context, PipelineBed bed, string name, string store, params string[] settings)
    {
        var one = bed.Run(Command(bed, store, 1, settings)).Seconds;
        var again = bed.Run(Command(bed, store, 1, settings)).Seconds; // everything is there: the command alone
        var all = bed.Run(Command(bed, store, Shards, settings)).Seconds;
        var stage = (one - again) / Stages;
        var shard = (all - again - stage) / Shards; // of one stage
        context.Note(
            Text($"{name, -18} {1000 * shard:0.0} ms per tiny shard, {1000 * stage:0} ms per stage; the command alone {again:0.0} s")
        );
    }

    private static void Durable(BenchmarkContext context, PipelineBed bed)
    {
        if (AzuriteServer.UnavailableBecause is { } reason)
        {
            context.Note($"durable: not measured: {reason}");
            return;
        }

        const string store = "durable";
        bed.Environment["AZURE_STORAGE_CONNECTION_STRING"] = AzuriteServer.Instance.ConnectionString();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            bed.Start(["worker", "--hub", "scale", "--set", "poll-seconds=1", "--store", bed.At(store)]);
        }

        Measure(context, bed, "durable, 2 workers", store, "engine.kind=durable", "engine.hub=scale", "engine.poll-seconds=1");
        bed.StopAll();
    }

    private static void Slurm(BenchmarkContext context, PipelineBed bed)
    {
        if (Environment.UserName != "root")
        {
            context.Note("slurm: not measured: a cluster on one machine needs root");
            return;
        }

        var cluster = RepositoryFiles.PathOf("infra", "slurm", "cluster.sh");
        Script(cluster, "install");
        Script(cluster, "up", bed.At("slurm"), "2");
        try
        {
            bed.Environment["PATH"] = $"{bed.At("slurm/bin")}:{Environment.GetEnvironmentVariable("PATH")}";
            Measure(context, bed, "slurm, 2 nodes", "cluster", "engine.kind=slurm", "engine.poll-seconds=1");
        }
        finally
        {
            Script(cluster, "down", bed.At("slurm"));
        }
    }

    private static IEnumerable<string> Command(PipelineBed bed, string store, int shards, string[] settings) =>
        [
            "run",
            bed.At("tiny.yaml"),
            "--store",
            bed.At(store),
            "--set",
            $"shards={shards}",
            "--set",
            $"outputs.folder={bed.At(store + ".out")}",
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ];

    private static void Script(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", arguments))!;
        process.WaitForExit();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
