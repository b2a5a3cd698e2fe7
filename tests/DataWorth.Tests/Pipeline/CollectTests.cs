using DataWorth.Artifacts;
using DataWorth.Methods.Logra;
using DataWorth.Stages;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>The stage that collects gradients, on parts of the rows.</summary>
public sealed class CollectTests
{
    private const int Rows = 18_000; // 5 shards of the smallest size, 4,096 rows

    [Fact]
    public void PartsThatProcessesCollect_AreTheWhole()
    {
        using var whole = new AttributionProblem(train: Rows);
        using var expected = Estimator(whole).Fit(whole.TrainView);
        using var parts = new AttributionProblem(train: Rows);
        foreach (var range in new[] { 2..4, ..2, 4.. })
        {
            // Another process: a problem of its own over the same store.
            using var process = new AttributionProblem(train: Rows);
            foreach (var session in Estimator(process, parts.Store).Begin(process.TrainView))
            {
                using (session)
                {
                    Collect.Run(session, range);
                }
            }
        }

        var shards = parts.Store.List("").Count(entry => entry.Name.Contains("/rows-", StringComparison.Ordinal));
        using var fit = Estimator(parts).Fit(parts.TrainView);
        Assert.Equal(Rows, fit.Summary.ReusedExamples);
        Assert.Equal(2 * 5, shards); // each with its commit
        Assert.Equal(Scores(whole, expected), Scores(parts, fit));
    }

    private static float[][] Scores(AttributionProblem problem, AttributionTransformer fit)
    {
        using var asked = fit.WithQueries(problem.QueryView);
        return [.. asked.Transform(problem.TrainView).GetColumn<float[]>("Score")];
    }

    private static AttributionEstimator Estimator(AttributionProblem problem, IArtifactStore? store = null) =>
        problem.MLContext.Attribution.Logra(
            problem.Classifier.Task,
            new LograOptions
            {
                Rank = 4,
                Store = store ?? problem.Store,
                ShardBytes = 1 << 20,
                BatchSize = 700,
            }
        );
}
