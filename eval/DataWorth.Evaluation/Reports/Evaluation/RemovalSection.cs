using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Statistics;

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
            <p class="hint">Brittleness: for each of {CountText.Of(test.QueryIds.Count, "query", "queries")}{(hasClasses ? " that all attributed models get right" : "")}, the strongest proponents are removed and the model is trained again {test.Retrainings} times; a method
            whose proponents matter does more harm than the controls, which remove as many at random. {reproduced}</p>
            {(test.Curves.All(curve => curve.IsControl) ? Html.Of($"<p class=\"only\">Only the controls were measured: they show what removals do by chance.</p>\n") : Html.Empty)}
            <div class="{(hasClasses ? "columns" : "single")}">
            {(hasClasses ? Chart(test, "Predictions that flip", "share of queries that are wrong in most retrainings", isShare: true, point => point.FlippedShare!.Value, point => (point.FlippedInterval!.Value.Low, point.FlippedInterval.Value.High)) : Html.Empty)}{Chart(
                test, "Rise of the loss", "median over queries of the loss after the removal minus before", isShare: false, point => point.MedianIncrease, point => (point.MedianInterval.Low, point.MedianInterval.High))}</div>
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
        List<BrittlenessCurve> controls = [.. test.Curves.Where(curve => curve.IsControl)];
        return new SvgLineChart
        {
            Title = title,
            Description =
                $"{label} against the number of removed training examples, for {string.Join(", ", test.Curves.Select(curve => curve.Label))}.",
            XAxis = new ChartAxis("removed training examples") { Minimum = 0 },
            YAxis = new ChartAxis(label) { IsShare = isShare },
            Note =
                "Vertical lines are 95 % bootstrap intervals over queries; points at the same number stand side by side. Grey, hollow marks are controls.",
            Series = [.. controls.Concat(test.Curves.Where(curve => !curve.IsControl)).Select(Series)],
        }.Render();

        ChartSeries Series(BrittlenessCurve curve)
        {
            var control = controls.IndexOf(curve);
            // Without a removal nothing changes: the test makes sure of it.
            return new ChartSeries(
                curve.IsControl ? $"control: {curve.Label}" : curve.Label,
                [new ChartPoint(0, 0), .. curve.Points.Select(point => new ChartPoint(point.Removed, value(point)))],
                curve.IsControl ? ChartColour.Muted : colours[curve.Label]
            )
            {
                IsDashed = control == 0,
                IsDotted = control > 0,
                Mark = control switch
                {
                    < 0 => ChartMark.Dot,
                    0 => ChartMark.Square,
                    _ => ChartMark.Diamond,
                },
                Intervals = [(0, 0), .. curve.Points.Select(interval)],
            };
        }
    }

    private static Html Table(BrittlenessResult test, bool hasClasses)
    {
        var points = test.Curves.SelectMany(curve => curve.Points).ToList();
        RemovalNumbers numbers = new(
            NumberColumn.Of(points.Select(point => point.MedianIncrease)),
            NumberColumn.Of(points.Select(point => point.LossIncrease)),
            NumberColumn.Of(points.Select(point => point.Perplexity ?? 0).Append(test.Perplexity ?? 0))
        );
        return Html.Of(
            $"""
            <details><summary>The numbers</summary><div class="sheet"><table>
            <thead><tr><th>chosen by</th><th class="number">removed</th>{(
                hasClasses ? Html.Of($"<th class=\"number\">flipped</th><th class=\"number\">95 %</th>") : Html.Empty
            )}<th class="number">rise of the loss, median</th><th class="number">95 %</th><th class="number">mean</th><th class="number">95 %</th>{(
                test.Perplexity is { } before ? Html.Of($"<th class=\"number\">perplexity (before {numbers.Perplexity.Text(before)})</th>") : Html.Empty
            )}</tr></thead>
            <tbody>{test.Curves.SelectMany(curve => curve.Points.Select(point => Row(curve, point, numbers)))}</tbody></table></div></details>

            """
        );
    }

    private static Html Row(BrittlenessCurve curve, BrittlenessPoint point, RemovalNumbers numbers)
    {
        var (median, mean) = (numbers.Median, numbers.Mean);
        var flipped =
            point.FlippedShare is { } share && point.FlippedInterval is { } interval
                ? Html.Of(
                    $"<td class=\"number\">{share * 100:0.0} %</td><td class=\"number\">{interval.Low * 100:0.0} to {interval.High * 100:0.0} %</td>"
                )
                : Html.Empty;
        var perplexity = point.Perplexity is { } after
            ? Html.Of($"<td class=\"number\">{numbers.Perplexity.Text(after)}</td>")
            : Html.Empty;
        return Html.Of(
            $"""<tr class="{(curve.IsControl ? "control" : "")}"><th scope="row">{curve.Label}</th><td class="number">{point.Removed}</td>{flipped}<td class="number">{median.Text(point.MedianIncrease)}</td><td class="number">{Pair(median, point.MedianInterval)}</td><td class="number">{mean.Text(point.LossIncrease)}</td><td class="number">{Pair(mean, point.LossInterval)}</td>{perplexity}</tr>"""
        );
    }

    private static string Pair(NumberColumn numbers, Interval interval) => $"{numbers.Text(interval.Low)} to {numbers.Text(interval.High)}";

    private sealed record RemovalNumbers(NumberColumn Median, NumberColumn Mean, NumberColumn Perplexity);
}
