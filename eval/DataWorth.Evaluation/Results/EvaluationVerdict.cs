using System.Globalization;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Statistics;
using DataWorth.Methods;

namespace DataWorth.Evaluation.Results;

/// <summary>What a comparison comes to: which method is best, and whether the difference to the next is more than chance.</summary>
/// <param name="Best">Label of the method with the highest linear datamodeling score (loss).</param>
/// <param name="RunnerUp">Label of the next one; null for a single method.</param>
/// <param name="Difference">Score of the best minus score of the next, paired on the same retrainings; null for a single method.</param>
/// <param name="IsSignificant">Whether both 95 % intervals of the difference, over queries and over subsets, lie above 0, and subsets and
/// queries are enough (<see cref="EvaluationWarnings"/>); null for a single method.</param>
/// <param name="NotToldApart">Labels of the methods whose difference to the best is not significant.</param>
/// <param name="Headline">The verdict in one sentence.</param>
/// <param name="Details">The numbers behind it, in one or two sentences.</param>
public sealed record EvaluationVerdict(
    string Best,
    string? RunnerUp,
    LdsDifference? Difference,
    bool? IsSignificant,
    IReadOnlyList<string> NotToldApart,
    string Headline,
    string Details
)
{
    /// <summary>The verdict of a result with at least one method.</summary>
    /// <param name="result">The result.</param>
    internal static EvaluationVerdict Of(EvaluationResult result)
    {
        List<MethodResult> ordered = [.. result.Methods.OrderByDescending(method => method.Loss.Mean)];
        var (best, others) = (ordered[0], ordered[1..]);
        var (score, interval) = (Text(best.Loss.Mean), Text(best.Loss.OverQueries));
        var measured = $"By the linear datamodeling score of the loss: {score}, 95 % over queries {interval}";
        var isEnough =
            result.Subsets.Count >= EvaluationWarnings.EnoughSubsets && result.Task.QueryCount >= EvaluationWarnings.EnoughQueries;
        if (others.Count == 0)
        {
            var alone = Name(best);
            return new EvaluationVerdict(
                best.Label,
                null,
                null,
                null,
                [],
                IsAboveZero(best.Loss) && isEnough
                    ? $"{alone} predicts retrainings; there is no other method to compare it with."
                    : $"{alone} was measured alone, and whether it predicts retrainings cannot be told.",
                measured + "."
            );
        }

        var next = others[0];
        var difference = result.DifferenceOf(best.Label, next.Label);
        List<MethodResult> equals =
        [
            .. others.Where(other => !isEnough || !IsAboveZero(result.DifferenceOf(best.Label, other.Label))),
        ];
        var isSignificant = !equals.Contains(next);
        return new EvaluationVerdict(
            best.Label,
            next.Label,
            difference,
            isSignificant,
            [.. equals.Select(other => other.Label)],
            Headline(),
            $"{measured}, against {Text(next.Loss.Mean)} of {Name(next)}; difference {Text(difference.Mean)}, 95 % {Text(difference.OverQueries)} over queries and {Text(difference.OverSubsets)} over subsets, on the same retrainings (paired bootstrap)."
        );

        string Headline()
        {
            if (!isEnough)
            {
                return $"{Name(best)} scores highest here, but subsets or queries are too few to say that a method is better.";
            }

            if (!IsAboveZero(best.Loss))
            {
                return $"No method predicts the retrainings here: even the best score, {Name(best)}'s, is not significantly above 0.";
            }

            if (difference.Mean == 0)
            {
                return $"{Name(best)} and {Name(next)} score the same here.";
            }

            return isSignificant ? $"{Name(best)} is best here; the difference to {Name(next)} is significant."
                : equals.Count == 1 ? $"{Name(best)} scores highest here; the difference to {Name(next)} is not significant."
                : $"{Name(best)} scores highest here; the differences to {Name(next)} and {equals.Count - 1} other{(equals.Count > 2 ? "s" : "")} are not significant.";
        }
    }

    /// <summary>Whether both intervals of a difference lie above 0.</summary>
    internal static bool IsAboveZero(LdsDifference difference) => difference.OverQueries.Low > 0 && difference.OverSubsets.Low > 0;

    private static bool IsAboveZero(LdsScore score) => score.OverQueries.Low > 0 && score.OverSubsets.Low > 0;

    // The method's own title, unless the file gives a name of its own.
    private static string Name(MethodResult method) =>
        method.Label == method.Method && MethodTable.Methods.FirstOrDefault(row => row.Name == method.Method) is { } known
            ? known.Title
            : method.Label;

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(Interval interval) => $"{Text(interval.Low)} to {Text(interval.High)}";
}
