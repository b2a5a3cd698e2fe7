using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>What happens to predictions without the examples that a method names.</summary>
internal static class RemovalSection
{
    public static Html Render(EvaluationResult result)
    {
        if (result.Brittleness is not { } test || test.Curves.Count == 0)
        {
            return Html.Empty;
        }

        var hasClasses = test.Curves[0].Points[0].FlippedShare is not null;
        var reproduced = test.ReproducesBaseModels
            ? "Training again without a removal gave the same bits as the attributed models."
            : "Training again without a removal did not reproduce the attributed models: do not trust this test.";
        return Html.Of(
            $"""
            <section aria-labelledby="removals">
            <h2 id="removals">Do predictions fall without their proponents?</h2>
            <p class="hint">For each of {test.QueryIds.Count} queries{(hasClasses ? " that all attributed models get right" : "")}, the strongest proponents are removed and the model is trained again {test.Retrainings} times.
            Dashed lines are controls: random removals. {reproduced}</p>
            <div class="{(hasClasses ? "columns" : "single")}">
            {(hasClasses ? Chart(test, "Predictions that flip", "share of queries that are wrong in most retrainings", isShare: true, point => point.FlippedShare!.Value, point => (point.FlippedInterval!.Value.Low, point.FlippedInterval.Value.High)) : Html.Empty)}{Chart(
                test, "Rise of the loss", "mean loss after the removal minus before", isShare: false, point => point.LossIncrease, point => (point.LossInterval.Low, point.LossInterval.High))}</div>
            {Table(test, hasClasses)}</section>

            """
        );
    }

    private static Html Chart(
        BrittlenessResult test,
        string title,
        string label,
        bool isShare,
        Func<BrittlenessPoint, double> value,
        Func<BrittlenessPoint, (double, double)> interval
    )
    {
        var colours = MethodColours.OfLabels(test.Curves.Where(curve => !curve.IsControl).Select(curve => curve.Label));
        return new SvgLineChart
        {
            Title = title,
            Description =
                $"{label} against the number of removed training examples, for {string.Join(", ", test.Curves.Select(curve => curve.Label))}.",
            XAxis = new ChartAxis("removed training examples") { Minimum = 0 },
            YAxis = new ChartAxis(label) { IsShare = isShare },
            Series =
            [
                .. test
                    .Curves.OrderByDescending(curve => curve.IsControl)
                    .Select(curve => new ChartSeries(
                        curve.Label,
                        [new ChartPoint(0, 0), .. curve.Points.Select(point => new ChartPoint(point.Removed, value(point)))],
                        curve.IsControl ? ChartColour.Muted : colours[curve.Label]
                    )
                    {
                        // Without a removal nothing changes: the test makes sure of it.
                        IsDashed = curve.IsControl,
                        HasMarks = !curve.IsControl,
                        Intervals = curve.IsControl ? null : [(0, 0), .. curve.Points.Select(interval)],
                    }),
            ],
        }.Render();
    }

    private static Html Table(BrittlenessResult test, bool hasClasses) =>
        Html.Of(
            $"""
            <details><summary>The numbers</summary><div class="sheet"><table>
            <thead><tr><th>chosen by</th><th class="number">removed</th>{(
                hasClasses ? Html.Of($"<th class=\"number\">flipped</th><th class=\"number\">95 %</th>") : Html.Empty
            )}<th class="number">rise of the loss</th><th class="number">95 %</th><th class="number">perplexity (before {test.Perplexity:0.000})</th></tr></thead>
            <tbody>{test.Curves.SelectMany(curve => curve.Points.Select(point => Row(curve, point)))}</tbody></table></div></details>

            """
        );

    private static Html Row(BrittlenessCurve curve, BrittlenessPoint point)
    {
        var flipped =
            point.FlippedShare is { } share && point.FlippedInterval is { } interval
                ? Html.Of(
                    $"<td class=\"number\">{share * 100:0.0} %</td><td class=\"number\">{interval.Low * 100:0.0} to {interval.High * 100:0.0} %</td>"
                )
                : Html.Empty;
        return Html.Of(
            $"""<tr class="{(curve.IsControl ? "control" : "")}"><th scope="row">{curve.Label}</th><td class="number">{point.Removed}</td>{flipped}<td class="number">{point.LossIncrease:0.0000}</td><td class="number">{point.LossInterval.Low:0.0000} to {point.LossInterval.High:0.0000}</td><td class="number">{point.Perplexity:0.000}</td></tr>"""
        );
    }
}
