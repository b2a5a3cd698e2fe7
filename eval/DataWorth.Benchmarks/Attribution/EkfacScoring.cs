using DataWorth.Artifacts;
using DataWorth.Methods.Ekfac;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What EKFAC costs: fitting (two passes and eigendecompositions) and scoring queries (one pass with contractions), against bare
/// passes.</summary>
public sealed class EkfacScoring : IBenchmark
{
    private const int Examples = 6000;
    private const int Queries = 64;
    private const int BatchSize = 256;

    /// <inheritdoc/>
    public string Name => "ekfac";

    /// <inheritdoc/>
    public string Description =>
        "EKFAC on 6,000 examples of the perceptron 784-512-256-10, batch 256: fit, and scores of 64 queries, exact and with query "
        + "factors of rank 16";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var problem = new RandomProblem([784, 512, 256, 10], Examples, Queries);
        var batches = problem.Batches(BatchSize);
        using var store = new MemoryArtifactStore();
        AttributionTransformer Fit(int? rank, MemoryArtifactStore target) =>
            problem
                .MLContext.Attribution.Ekfac(
                    problem.Task,
                    new EkfacOptions
                    {
                        Store = target,
                        QueryRank = rank,
                        BatchSize = BatchSize,
                    }
                )
                .Fit(problem.Train)
                .WithQueries(problem.Queries);
        using var exact = Fit(null, store);
        using var factored = Fit(16, store);
        var measured = context.MeasureTogether(
            1,
            1,
            ("bare forward + backward, all weights", () => problem.Pass(batches)),
            ("products of 64 queries alone", () => Products(batches)),
            (
                "fit",
                () =>
                {
                    using var empty = new MemoryArtifactStore();
                    Fit(null, empty).Dispose();
                }
            ),
            ("scores, exact", () => exact.TopK(10)),
            ("scores, query factors of rank 16", () => factored.TopK(10))
        );
        foreach (var row in measured)
        {
            context.Row(row, $"{Examples / row.Best:n0} examples/s");
        }

        context.Note(
            $"scores / two bare passes: exact {measured[3].Best / (2 * measured[0].Best):0.00}, rank 16 "
                + $"{measured[4].Best / (2 * measured[0].Best):0.00}"
        );
        context.Note(
            $"scores, exact / (bare pass + products of the queries): {measured[3].Best / (measured[0].Best + measured[1].Best):0.00}"
        );
        context.Note($"fit / two bare passes: {measured[2].Best / (2 * measured[0].Best):0.00}");
        foreach (var report in factored.QueryReports)
        {
            context.Note(report);
        }
    }

    /// <summary>a Q^T for the rows of all queries and modules: what contracting every training gradient with every query cannot do
    /// without.</summary>
    private static void Products(List<(Tensor Inputs, Tensor Labels)> batches)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (outputs, inputs) in new[] { (512, 784), (256, 512), (10, 256) })
        {
            var (queries, rows) = (ones([inputs, outputs * Queries]), ones([BatchSize, inputs]));
            foreach (var (batch, _) in batches)
            {
                using var inner = NewDisposeScope();
                _ = mm(rows.narrow(0, 0, batch.shape[0]), queries);
            }
        }
    }
}
