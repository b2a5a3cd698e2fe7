using DataWorth.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Golden;

/// <summary>Reads scores out of fitted estimators in the reference arrays' order.</summary>
internal static class GoldenScores
{
    /// <summary>Scores of all training examples, query x train.</summary>
    public static double[] Pairwise(GoldenProblem problem, AttributionEstimator estimator)
    {
        using var fitted = estimator.Fit(problem.Train);
        var rows = fitted.Transform(problem.Train).GetColumn<float[]>("Score").ToList();
        return [.. Enumerable.Range(0, rows[0].Length).SelectMany(query => rows.Select(row => (double)row[query]))];
    }

    /// <summary>Self-influence of all training examples.</summary>
    public static double[] Self(GoldenProblem problem, AttributionEstimator estimator)
    {
        using var fitted = estimator.Fit(problem.Train);
        return [.. problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), reuseRowObject: false).Select(row => (double)row.SelfInfluence)];
    }

    /// <summary>Self-influence of the queries: they are scored as rows that were never trained on.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="estimator">Has a self-influence column 'Self'.</param>
    public static double[] QuerySelf(GoldenProblem problem, AttributionEstimator estimator)
    {
        using var fitted = estimator.Fit(problem.Train);
        return [.. fitted.Transform(problem.Queries).GetColumn<float>("Self").Select(value => (double)value)];
    }
}
