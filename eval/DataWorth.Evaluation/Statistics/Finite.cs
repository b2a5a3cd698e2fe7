using System.Numerics;
using DataWorth.Evaluation.Scores;

namespace DataWorth.Evaluation.Statistics;

/// <summary>Refuses numbers that are not finite: they would be sorted somewhere, and the statistic would look sound.</summary>
internal static class Finite
{
    /// <summary>Refuses NaN and infinity, and names the place.</summary>
    public static void Require<T>(ReadOnlySpan<T> values, string name)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                Throw.NumberIsNotFinite($"{name}[{i}]", double.CreateChecked(values[i]));
            }
        }
    }

    /// <summary>Refuses scores of which one is not finite.</summary>
    public static void Require(MethodScores scores)
    {
        for (var i = 0; i < scores.Values.Length; i++)
        {
            if (!float.IsFinite(scores.Values[i]))
            {
                Throw.ScoreIsNotANumber($"{i / scores.QueryCount} for query {i % scores.QueryCount}", scores.Values[i]);
            }
        }
    }
}
