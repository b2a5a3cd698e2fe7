using System.Globalization;
using System.Text.Json;

namespace DataWorth.Benchmarks.Workflow;

/// <summary>What a plan says before a pipeline runs, beside what the run takes: time with one and with two workers, bytes in the
/// store.</summary>
/// <remarks>The rates are those of an earlier run of the same pipeline with another seed, which shares nothing with it.</remarks>
public sealed class PlanForecast : IBenchmark
{
    private const double Bound = 1.10;

    /// <inheritdoc/>
    public string Name => "forecast";

    /// <inheritdoc/>
    public string Description => "predicted against measured: time of a pipeline with one and with two workers, bytes in the store";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using PipelineBed bed = new();
        bed.WriteTable("train.csv", 40_000, 64);
        bed.WriteTable("queries.csv", 200, 64);
        File.WriteAllText(
            bed.At("work.yaml"),
            """
            data: { path: train.csv, label-column: label }
            model: { kind: mlp, hidden: [256, 256] }
            training: { epochs: 2, batch-size: 256 }
            methods: { logra: { rank: 16 }, lorif: { rank: 32 }, ekfac: }
            queries: { path: queries.csv, label-column: label }
            outputs: { suspects: 0, report: false }
            shards: 8
            threads: 1
            """
        );
        var first = bed.Run(Command(bed, "run", 1, 1)).Seconds;
        var (busy, shards, _) = PipelineBed.Manifest(bed.At("out-1"));
        var overhead = Math.Max(0, (first - busy) / shards);
        context.Note(
            Text($"rates from a run of {first:0.0} s, of which {busy:0.0} s are work; {1000 * overhead:0} ms per shard beside it")
        );
        double[] measured = [0, 0];
        foreach (var workers in new[] { 1, 2 })
        {
            var seed = 1 + workers;
            var said = JsonDocument.Parse(
                bed.Run([
                    .. Command(bed, "plan", workers, seed),
                    "--simulate",
                    $"workers={workers}",
                    "--simulate",
                    Text($"shard-seconds={overhead}"),
                    "--simulate",
                    "stage-seconds=0",
                    "--simulate",
                    Text($"cores={Environment.ProcessorCount}"),
                    "--json",
                ]).Output
            );
            var predicted = said.RootElement.GetProperty("simulation").GetProperty("seconds").GetDouble();
            measured[workers - 1] = bed.Run(Command(bed, "run", workers, seed)).Seconds;
            context.Note(Text($"{workers} worker(s): predicted {predicted:0.0} s, measured {measured[workers - 1]:0.0} s"));
            var ratio = predicted / measured[workers - 1];
            context.Goal("predicted over measured, or the other way", Math.Max(ratio, 1 / ratio), Bound, atMost: true);
        }

        context.Note(Text($"two workers are {measured[0] / measured[1]:0.00} times as fast as one"));
    }

    private static IEnumerable<string> Command(PipelineBed bed, string verb, int workers, int seed) =>
        [
            verb,
            bed.At("work.yaml"),
            "--store",
            bed.At("store"),
            "--set",
            $"engine.processes={workers}",
            "--set",
            Text($"training.seed={seed}"),
            "--set",
            $"outputs.folder={bed.At(Text($"out-{seed}"))}",
        ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
