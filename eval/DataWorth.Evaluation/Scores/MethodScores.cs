using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Scores;

/// <summary>What a method says of all pairs, for one attributed model.</summary>
/// <param name="Values">Scores, [N, Q] row-major; positive for proponents.</param>
/// <param name="TrainCount">Number of training examples N.</param>
/// <param name="QueryCount">Number of queries Q.</param>
/// <param name="FeatureBytes">Bytes of features per training example in the store; 0 if the method stores none.</param>
/// <param name="CurvatureBytes">Bytes of the curvature in the store, for all examples together; 0 if the method has none.</param>
/// <param name="FitSeconds">Wall-clock time of the fit, as it was when it was first made; what an earlier fit had stored already is not in
/// it.</param>
/// <param name="QuerySeconds">Wall-clock time to map the queries and score all pairs after the fit.</param>
public sealed record MethodScores(
    float[] Values,
    int TrainCount,
    int QueryCount,
    double FeatureBytes,
    double CurvatureBytes,
    double FitSeconds,
    double QuerySeconds
)
{
    /// <summary>The score of a training example for a query.</summary>
    /// <param name="example">Training example, 0 .. N - 1.</param>
    /// <param name="query">Query, 0 .. Q - 1.</param>
    public float this[int example, int query] => Values[(example * QueryCount) + query];

    /// <summary>The k strongest proponents of a query, strongest first; ties by position.</summary>
    /// <param name="query">Query, 0 .. Q - 1.</param>
    /// <param name="k">How many, 0 .. N.</param>
    public int[] Top(int query, int k) => [.. Enumerable.Range(0, TrainCount).OrderByDescending(example => this[example, query]).Take(k)];

    /// <summary>The k strongest opponents of a query, strongest first; ties by position.</summary>
    /// <param name="query">Query, 0 .. Q - 1.</param>
    /// <param name="k">How many, 0 .. N.</param>
    public int[] Bottom(int query, int k) => [.. Enumerable.Range(0, TrainCount).OrderBy(example => this[example, query]).Take(k)];

    /// <summary>Bytes in the store per training example, the curvature's share among them.</summary>
    public double BytesPerExample => FeatureBytes + (CurvatureBytes / TrainCount);

    /// <summary>The mean over several models.</summary>
    /// <param name="models">Scores of the same pairs, at least one.</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static MethodScores Average(IReadOnlyList<MethodScores> models)
    {
        var values = new float[models[0].Values.Length];
        foreach (var model in models)
        {
            Finite.Require(model);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += model.Values[i] / models.Count;
            }
        }

        return models[0] with
        {
            Values = values,
            FeatureBytes = models.Average(model => model.FeatureBytes),
            CurvatureBytes = models.Average(model => model.CurvatureBytes),
            FitSeconds = models.Average(model => model.FitSeconds),
            QuerySeconds = models.Average(model => model.QuerySeconds),
        };
    }
}
