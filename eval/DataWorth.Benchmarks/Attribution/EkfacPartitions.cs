using System.Diagnostics;
using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Methods.Ekfac;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What fitting and using EKFAC's factors one group of modules at a time saves in memory and costs in time.</summary>
public sealed class EkfacPartitions : IBenchmark
{
    private const int Examples = 512;
    private const int Queries = 1;
    private const int Width = 768;

    /// <inheritdoc/>
    public string Name => "ekfac-partitions";

    /// <inheritdoc/>
    public string Description =>
        "peak memory above the start, MiB, and seconds of EKFAC's fit and scores on a perceptron of six layers of 768 x 768, factors "
        + "together and one module at a time";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var problem = new RandomProblem([Width, Width, Width, Width, Width, Width, Width], Examples, Queries);
        Measure(context, problem, 1, "(warm-up)");
        var together = Measure(context, problem, 1, "factors together");
        var apart = Measure(context, problem, 6, "one module at a time");
        context.Goal("peak of the fit, one module at a time / together", apart / together, 1, atMost: true);
    }

    private static double Measure(BenchmarkContext context, RandomProblem problem, int parts, string label)
    {
        var folder = RandomProblem.NewFolder();
        try
        {
            using var store = new FileArtifactStore(folder);
            var options = new EkfacOptions
            {
                Store = store,
                Partitions = parts,
                EmpiricalFisher = true,
            };
            AttributionTransformer? fitted = null;
            var start = Stopwatch.GetTimestamp();
            var fit = MemoryPeak.Of(() =>
                fitted = problem.MLContext.Attribution.Ekfac(problem.Task, options).Fit(problem.Train).WithQueries(problem.Queries)
            );
            var fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            using (fitted)
            {
                start = Stopwatch.GetTimestamp();
                var score = MemoryPeak.Of(() => fitted!.TopK(1));
                context.Note(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{label, -24} fit {fit, 7:0.0} MiB {fitSeconds, 6:0.00} s, scores {score, 7:0.0} MiB "
                            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds, 6:0.00} s"
                    )
                );
            }

            return fit;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
