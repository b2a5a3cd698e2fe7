using System.Globalization;
using DataWorth.Evaluation.Brittleness;

namespace DataWorth.Evaluation.Results;

/// <summary>Says where a result rests on too little.</summary>
/// <remarks>
/// Subsets: where a method says nothing, a rank correlation over m subsets still has a standard deviation of 1 / sqrt(m - 1); below 20
/// subsets it is more than 0.23, as large as the scores of good methods. Queries: percentile intervals by bootstrap are too short for small samples,
/// below 20 visibly. Removals: of n queries of which none flips, still up to 3 / n may (the rule of three): 15 % for 20 queries. Two
/// retrainings of a removal have no majority. A noise ceiling below 0.5 says that most of what was measured is the retrainings' noise.
/// </remarks>
public static class EvaluationWarnings
{
    /// <summary>Fewer than <see cref="EnoughSubsets"/> subsets.</summary>
    public const string FewSubsets = "few-subsets";

    /// <summary>Fewer than <see cref="EnoughQueries"/> queries.</summary>
    public const string FewQueries = "few-queries";

    /// <summary>No noise ceiling, or a low one.</summary>
    public const string Noise = "noise";

    /// <summary>Queries whose prediction or measurement is the same for all subsets.</summary>
    public const string ConstantPredictions = "constant-predictions";

    /// <summary>Fewer than <see cref="EnoughQueries"/> queries in the brittleness test.</summary>
    public const string FewRemovalQueries = "few-removal-queries";

    /// <summary>Fewer than <see cref="EnoughRemovalRetrainings"/> retrainings after each removal.</summary>
    public const string FewRemovalRetrainings = "few-removal-retrainings";

    /// <summary>A removal by a method does no more than a random one.</summary>
    public const string ControlNotBeaten = "control-not-beaten";

    /// <summary>Subsets from which a linear datamodeling score means something.</summary>
    public const int EnoughSubsets = 20;

    /// <summary>Queries from which an interval over queries means something.</summary>
    public const int EnoughQueries = 20;

    /// <summary>Retrainings after a removal from which "wrong in most of them" means something.</summary>
    public const int EnoughRemovalRetrainings = 3;

    private const double LowCeiling = 0.5;

    /// <summary>The warnings of a result, in the order of its parts; none for a sound one.</summary>
    /// <param name="result">The result.</param>
    public static IReadOnlyList<EvaluationWarning> Of(EvaluationResult result) =>
        [
            .. OfScores(result)
                .Concat(result.Brittleness is { } test ? OfRemovals(test) : [])
                .Select(warning => new EvaluationWarning(warning.Kind, warning.Message.ToString(CultureInfo.InvariantCulture))),
        ];

    private static IEnumerable<(string Kind, FormattableString Message)> OfScores(EvaluationResult result)
    {
        var subsets = result.Subsets.Count;
        if (subsets < EnoughSubsets)
        {
            yield return (
                FewSubsets,
                $"{Are(subsets, "subset", "subsets")} too few to order methods, expected at least {EnoughSubsets}: a method that knows nothing scores within ±{2 / Math.Sqrt(subsets - 1):0.00} for a query by chance. Raise subsets.count."
            );
        }

        if (result.Task.QueryCount < EnoughQueries)
        {
            yield return (
                FewQueries,
                $"{Are(result.Task.QueryCount, "query", "queries")} too few for intervals over queries, which are too short then; expected at least {EnoughQueries}. Raise the task's query-count."
            );
        }

        if (result.Ceiling is null)
        {
            yield return (
                Noise,
                $"Each subset was retrained once, so that the noise ceiling is unknown: a low score may be the retrainings' noise. Raise subsets.retrainings to 2 or more."
            );
        }
        else if (result.Ceiling.Ceiling < LowCeiling)
        {
            yield return (
                Noise,
                $"The noise ceiling is {result.Ceiling.Ceiling:0.00}: most of what the retrainings measured is noise. Raise subsets.retrainings."
            );
        }

        var constant = result.Methods.Where(method => method.Loss.ConstantPredictions > 0).ToList();
        if (constant.Count > 0)
        {
            yield return (
                ConstantPredictions,
                $"Some queries have the same prediction or measurement for all subsets; they count as 0: {string.Join(", ", constant.Select(method => $"{method.Loss.ConstantPredictions} of {result.Task.QueryCount * result.ModelSeeds.Count} by {method.Label}"))}."
            );
        }
    }

    private static IEnumerable<(string Kind, FormattableString Message)> OfRemovals(BrittlenessResult test)
    {
        var queries = test.QueryIds.Count;
        if (queries < EnoughQueries)
        {
            yield return (
                FewRemovalQueries,
                $"{Are(queries, "query", "queries")} too few for the brittleness test, expected at least {EnoughQueries}: if none of them flips, still up to {Math.Min(100, 300.0 / queries):0} % of all may. Raise brittleness.queries."
            );
        }

        if (test.Retrainings < EnoughRemovalRetrainings)
        {
            yield return (
                FewRemovalRetrainings,
                $"{CountText.Of(test.Retrainings, "retraining")} after a removal can have no majority, expected at least {EnoughRemovalRetrainings}. Raise brittleness.retrainings."
            );
        }

        foreach (var method in test.Curves.Where(curve => !curve.IsControl))
        {
            var equals = test.Curves.Where(control => control.IsControl && !IsAbove(method.Points[^1], control.Points[^1])).ToList();
            if (equals.Count > 0)
            {
                yield return (
                    ControlNotBeaten,
                    $"Without {method.Points[^1].Removed} examples by {method.Label}, the loss rises no more than without as many by a control ({string.Join(", ", equals.Select(control => control.Label))}; medians): the test says nothing for the method here."
                );
            }
        }
    }

    // The median: a few queries whose loss explodes move the mean as they like.
    private static bool IsAbove(BrittlenessPoint method, BrittlenessPoint control) => method.MedianIncrease > control.MedianIncrease;

    private static string Are(int count, string one, string many) => $"{CountText.Of(count, one, many)} {(count == 1 ? "is" : "are")}";
}
