using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Linear datamodeling scores of all methods, and how sure their order is.</summary>
internal static class ScoreSection
{
    public static Html Render(EvaluationResult result, MethodColours colours) =>
        Html.Of(
            $"""
            <section aria-labelledby="scores">
            <h2 id="scores">Which method predicts retrainings?</h2>
            <p class="hint">The linear datamodeling score (LDS) is Spearman's correlation between what a method predicts for a subset (the sum of its scores over the subset) and
            what models trained on that subset do, averaged over queries: 0 for a method that knows nothing, 1 at most.</p>
            <div class="columns">
            {Chart(result, colours, "loss", method => method.Loss, result.Ceiling)}{Chart(
                result,
                colours,
                "margin",
                method => method.Margin,
                result.MarginCeiling
            )}</div>
            {Differences(result)}</section>

            """
        );

    private static Html Chart(
        EvaluationResult result,
        MethodColours colours,
        string measurement,
        Func<MethodResult, LdsScore> score,
        NoiseCeiling? ceiling
    )
    {
        List<MethodResult> ordered = [.. result.Methods.OrderByDescending(method => score(method).Mean)];
        return new SvgIntervalChart
        {
            Title = $"Linear datamodeling score, {measurement}",
            Label =
                $"mean of {CountText.Of(result.ModelSeeds.Count, "attributed model")} and {CountText.Of(result.Task.QueryCount, "query", "queries")}, with 95 % intervals",
            Description = FormattableString.Invariant(
                $"From {ordered[0].Label} with {score(ordered[0]).Mean:0.000} down to {ordered[^1].Label} with {score(ordered[^1]).Mean:0.000}."
            ),
            Bars =
            [
                .. ordered.Select(method => new IntervalBar(
                    method.Label,
                    score(method).Mean,
                    Pair(score(method).OverQueries),
                    Pair(score(method).OverSubsets),
                    colours.Of(method)
                )),
            ],
            Reference = ceiling is null ? null : ("noise ceiling", ceiling.Ceiling),
            Note =
                (
                    ceiling is null
                        ? ""
                        : "The noise ceiling is what a prediction would score that is right but for the noise of the retrainings. "
                )
                + "Lines at the end of a bar are 95 % bootstrap intervals, what the score would be with other queries (dark) and other subsets (pale).",
        }.Render();
    }

    private static Html Differences(EvaluationResult result)
    {
        if (result.Methods.Count < 2)
        {
            return Html.Empty;
        }

        var best = result.Methods.MaxBy(method => method.Loss.Mean)!;
        return Html.Of(
            $"""
            <div class="sheet"><table><caption>How far {best.Label} is above the others (loss), paired on the same retrainings</caption>
            <thead><tr><th>method</th><th class="number">difference</th><th class="number">95 % over queries</th><th class="number">95 % over subsets</th><th>verdict</th></tr></thead>
            <tbody>{result.Methods.Where(method => method != best).OrderByDescending(method => method.Loss.Mean).Select(method =>
                Row(method, result.DifferenceOf(best.Label, method.Label))
            )}</tbody></table></div>

            """
        );
    }

    private static Html Row(MethodResult method, LdsDifference difference)
    {
        var isSure = EvaluationVerdict.IsAboveZero(difference);
        return Html.Of(
            $"""<tr><th scope="row">{method.Label}</th><td class="number">{Text(difference.Mean)}</td><td class="number">{Text(difference.OverQueries)}</td><td class="number">{Text(difference.OverSubsets)}</td><td class="soft">{(isSure ? "lower" : "not told apart")}</td></tr>"""
        );
    }

    private static (double Low, double High) Pair(Interval interval) => (interval.Low, interval.High);

    private static string Text(Interval interval) => $"{Text(interval.Low)} to {Text(interval.High)}";

    private static string Text(double value) => (value < 0 ? "\u2212" : "") + FormattableString.Invariant($"{Math.Abs(value):0.000}");
}
