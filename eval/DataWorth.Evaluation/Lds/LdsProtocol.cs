using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Lds;

/// <summary>The linear datamodeling score.</summary>
/// <remarks>
/// A method predicts for subset S_j and query q the sum g_jq of its scores s(q, i) over i in S_j; y_jq is what models retrained on S_j
/// measured.
/// LDS_q = Spearman(g_.q, y_.q) over the subsets, with average ranks; LDS = mean over queries and attributed models.
/// A query whose prediction (or measurement) is the same for all subsets counts as 0, and is counted; a score or measurement that is not
/// finite is refused.
/// Source: Park et al. 2023, arXiv:2303.14186.
/// </remarks>
public static class LdsProtocol
{
    internal const int QueryReplicates = 1000;
    internal const long QuerySeed = 1;
    private const int SubsetReplicates = 500;
    private const long SubsetSeed = 2;

    /// <summary>Scores a method.</summary>
    /// <param name="truth">What retrained models measured.</param>
    /// <param name="models">Scores for each attributed model and its seed, at least one.</param>
    /// <exception cref="ArgumentException">The scores are of other queries or training examples, or one is not finite.</exception>
    public static LdsScore Score(RetrainedSubsets truth, IReadOnlyList<(long Seed, MethodScores Scores)> models)
    {
        if (models.Count == 0)
        {
            Throw.NothingToMeasure("linear datamodeling score");
        }

        var (m, queries) = (truth.Subsets.Count, truth.QueryCount);
        var measured = Ranked(truth.Mean, "measurements", queries);
        var predicted = models.Select(model => Ranked(Predict(truth, model.Scores), "predictions", queries)).ToList();
        int[] once = [.. Enumerable.Repeat(1, m)];
        var perQuery = predicted.Select(samples => Correlations(samples, measured, once)).ToList(); // [models][Q]
        var constant = perQuery.Sum(values => values.Count(double.IsNaN));
        var subsets = Replicates(predicted, measured, Bootstrap.Resample(m, SubsetReplicates, SubsetSeed)); // [models][B]
        var resamples = Bootstrap.Resample(queries, QueryReplicates, QuerySeed);
        double[] queryMeans = [.. Enumerable.Range(0, queries).Select(q => perQuery.Average(values => OrZero(values[q])))];
        double[] modelMeans = [.. perQuery.Select(values => values.Average(OrZero))];
        double[] subsetMeans = [.. Enumerable.Range(0, SubsetReplicates).Select(b => subsets.Average(values => values[b]))];
        return new LdsScore
        {
            Mean = modelMeans.Average(),
            OverQueries = Bootstrap.Percentile(Bootstrap.Means(queryMeans, resamples)),
            OverSubsets = Bootstrap.Percentile(subsetMeans),
            ModelDeviation = Deviation(modelMeans),
            Models =
            [
                .. models.Select(
                    (model, i) =>
                        new ModelLds(
                            model.Seed,
                            modelMeans[i],
                            Bootstrap.Percentile(Bootstrap.Means([.. perQuery[i].Select(OrZero)], resamples)),
                            Bootstrap.Percentile(subsets[i])
                        )
                ),
            ],
            ConstantPredictions = constant,
            PerQuery = queryMeans,
            SubsetReplicates = subsetMeans,
        };
    }

    /// <summary>The summed scores of every subset, [m, Q].</summary>
    /// <param name="truth">The subsets.</param>
    /// <param name="scores">Scores of all pairs.</param>
    /// <exception cref="ArgumentException">The scores are of other queries or training examples, or one is not finite.</exception>
    public static double[,] Predict(RetrainedSubsets truth, MethodScores scores)
    {
        if (scores.TrainCount != truth.Subsets[0].Total)
        {
            Throw.LengthsDiffer("training examples in the scores", scores.TrainCount, "training examples", truth.Subsets[0].Total);
        }

        if (scores.QueryCount != truth.QueryCount)
        {
            Throw.LengthsDiffer("queries in the scores", scores.QueryCount, "queries", truth.QueryCount);
        }

        Finite.Require(scores);
        var sums = new double[truth.Subsets.Count, scores.QueryCount];
        Parallel.For(
            0,
            truth.Subsets.Count,
            j =>
            {
                foreach (var row in truth.Subsets[j].Rows)
                {
                    for (var q = 0; q < scores.QueryCount; q++)
                    {
                        sums[j, q] += scores[row, q];
                    }
                }
            }
        );
        return sums;
    }

    private static RankedSample[] Ranked(double[,] values, string name, int queries) =>
        [.. Enumerable.Range(0, queries).Select(q => new RankedSample(RetrainedSubsets.Column(values, q), $"{name} of query {q}"))];

    private static double[] Correlations(RankedSample[] predicted, RankedSample[] measured, int[] counts) =>
        [.. predicted.Zip(measured, (left, right) => Spearman.Correlation(left, right, counts))];

    private static double[][] Replicates(List<RankedSample[]> predicted, RankedSample[] measured, int[][] resamples)
    {
        double[][] means = [.. predicted.Select(_ => new double[resamples.Length])];
        Parallel.For(
            0,
            resamples.Length,
            b =>
            {
                for (var model = 0; model < predicted.Count; model++)
                {
                    means[model][b] = Correlations(predicted[model], measured, resamples[b]).Average(OrZero);
                }
            }
        );
        return means;
    }

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;

    private static double Deviation(double[] values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
