using DataWorth.Curvature;
using DataWorth.Scoring;
using DataWorth.Stages;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Golden;

/// <summary>Reads scores out of fitted estimators in the reference arrays' order.</summary>
internal static class GoldenScores
{
    /// <summary>Scores of all training examples, query x train.</summary>
    public static double[] Pairwise(GoldenProblem problem, AttributionEstimator estimator)
    {
        using var fitted = estimator.Fit(problem.Train).WithQueries(problem.Queries);
        return Pairwise(problem, fitted);
    }

    /// <summary>Scores of all training examples, query x train, with another damping or score rule than the fit's.</summary>
    public static double[] Pairwise(
        GoldenProblem problem,
        AttributionTransformer fitted,
        Damping? damping = null,
        ScoreRule rule = ScoreRule.Dot
    )
    {
        using var damped = fitted.WithDamping(damping ?? fitted.Options.Damping);
        using var ruled = damped.WithScore(rule);
        var rows = ruled.Transform(problem.Train).GetColumn<float[]>("Score").ToList();
        return [.. Enumerable.Range(0, rows[0].Length).SelectMany(query => rows.Select(row => (double)row[query]))];
    }

    /// <summary>Self-influence of all training examples.</summary>
    public static double[] Self(GoldenProblem problem, AttributionTransformer fitted, Damping? damping = null)
    {
        using var damped = fitted.WithDamping(damping ?? fitted.Options.Damping);
        return
        [
            .. problem
                .MLContext.Data.CreateEnumerable<SelfInfluenceRow>(damped.SelfInfluence(), reuseRowObject: false)
                .Select(row => (double)row.SelfInfluence),
        ];
    }

    /// <summary>Self-influence of the queries: they are scored as rows that were never trained on.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="fitted">Has a self-influence column 'Self'.</param>
    /// <param name="damping">lambda.</param>
    public static double[] QuerySelf(GoldenProblem problem, AttributionTransformer fitted, Damping? damping = null)
    {
        using var damped = fitted.WithDamping(damping ?? fitted.Options.Damping);
        return [.. damped.Transform(problem.Queries).GetColumn<float>("Self").Select(value => (double)value)];
    }
}
