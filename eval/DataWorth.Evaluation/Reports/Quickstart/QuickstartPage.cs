using System.Globalization;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>Draws a <see cref="QuickstartReport"/> as one self-contained page.</summary>
public static class QuickstartPage
{
    private const int CurveSteps = 200;

    /// <summary>Draws the page.</summary>
    public static HtmlPage Create(QuickstartReport report) =>
        new()
        {
            Title = "DataWorth: which training images made these predictions?",
            Body = Html.Of(
                $"""
                <header>
                <p class="brand">DataWorth <span>quickstart</span></p>
                <h1>Which training images made these predictions?</h1>
                <p class="lead">{report.Summary}</p>
                {(report.Notice is null ? Html.Empty : Html.Of($"<p class=\"notice\" role=\"note\">{report.Notice}</p>"))}
                <dl class="figures">
                {report.Figures.Select(figure =>
                    Html.Of($"<div><dt>{figure.Name}</dt><dd>{figure.Value}</dd><dd class=\"note\">{figure.Note}</dd></div>\n")
                )}</dl>
                </header>
                <main>
                <section aria-labelledby="predictions">
                <h2 id="predictions">{report.Queries.Count} predictions, and what is behind them</h2>
                <p class="hint">A <b class="accent">proponent</b> has a positive score: training on it made the prediction more probable.
                An <b class="contrast">opponent</b> has a negative score: training on it made the prediction less probable.
                Labels are those the model was trained with; <b class="flip">flipped</b> ones were made wrong on purpose.</p>
                {report.Queries.Select(QueryCard.Render)}</section>
                <section aria-labelledby="mislabels">
                <h2 id="mislabels">{(report.Mislabels is null ? "Unusual training images" : "Finding the flipped labels")}</h2>
                <p class="hint">Self-influence is the score of a training image for itself: large where the model had to memorise.
                Wrong labels must be memorised, so inspecting images in the order of their self-influence finds them early.</p>
                <div class="{(report.Mislabels is null ? "single" : "columns")}">
                {(report.Mislabels is { } curve ? MislabelChart(curve) : Html.Empty)}
                <div class="suspects"><h3>The {report.Suspects.Count} largest self-influences</h3>
                <ul class="tiles">{report.Suspects.Select(example =>
                    ExampleTile.Render(example, ExampleTile.LargestScore(report.Suspects), "accent")
                )}</ul></div>
                </div>
                </section>
                <section aria-labelledby="scores">
                <h2 id="scores">Scores and time</h2>
                <div class="columns">{ScoreChart(report.Scores)}{TimeChart(report.Timings)}</div>
                </section>
                <section aria-labelledby="details">
                <h2 id="details">How this page was made</h2>
                <p class="command"><code>{report.Command}</code></p>
                <div class="tables">{report.Tables.Select(Table)}</div>
                </section>
                </main>
                <footer><p>Made by DataWorth. A positive score means that training on the image moved the prediction in the wanted direction.
                Scores are estimates from gradients, not retrainings.</p></footer>
                """
            ),
        };

    private static Html MislabelChart(MislabelCurve curve)
    {
        ChartPoint[] found = [.. curve.Sample(CurveSteps).Select(point => new ChartPoint(point.Inspected, point.Found))];
        var area = curve.Area.ToString("0.000", CultureInfo.InvariantCulture);
        var atTen = curve.FoundAt(0.1).ToString("P0", CultureInfo.InvariantCulture);
        return new SvgLineChart
        {
            Title = $"Flipped labels found by self-influence: area {area}",
            Description =
                $"The curve has area {area}; inspecting at random has 0.5 and a perfect order {curve.PerfectArea.ToString("0.000", CultureInfo.InvariantCulture)}. After a tenth of the data {atTen} of the flipped labels are found.",
            XAxis = new ChartAxis("share of the training data inspected")
            {
                IsShare = true,
                Minimum = 0,
                Maximum = 1,
            },
            YAxis = new ChartAxis("share of the flipped labels found")
            {
                IsShare = true,
                Minimum = 0,
                Maximum = 1,
            },
            Series =
            [
                new("random order (0.5)", [new(0, 0), new(1, 1)], ChartColour.Muted) { IsDashed = true },
                new(
                    $"perfect order ({curve.PerfectArea.ToString("0.000", CultureInfo.InvariantCulture)})",
                    [new(0, 0), new(curve.FlippedShare, 1), new(1, 1)],
                    ChartColour.Contrast
                )
                {
                    IsDashed = true,
                },
                new($"self-influence ({area})", found, ChartColour.Accent) { IsFilled = true },
            ],
        }.Render();
    }

    private static Html ScoreChart(HistogramBins bins)
    {
        var total = bins.Counts.Sum() + bins.Below + bins.Above;
        var beyond =
            bins.Below + bins.Above == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"; {bins.Below:N0} lie further left and {bins.Above:N0} further right");
        return new SvgHistogram
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{total:N0} scores of a query and a training image"),
            Description = "Most training images have next to no influence on a prediction; a few have much.",
            XAxis = new ChartAxis("score, relative to the root mean square of its query"),
            YAxis = new ChartAxis("number of pairs" + beyond),
            Bins = bins,
        }.Render();
    }

    private static Html TimeChart(IReadOnlyList<KeyValuePair<string, double>> timings) =>
        new SvgBarChart
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{timings.Sum(part => part.Value):0.0} seconds in all"),
            Description = "Seconds per part of the run.",
            Bars =
            [
                .. timings.Select(part => new ChartBar(part.Key, part.Value, part.Value.ToString("0.0 s", CultureInfo.InvariantCulture))),
            ],
        }.Render();

    private static Html Table(ReportTable table) =>
        Html.Of(
            $"""
            <table><caption>{table.Title}</caption><tbody>
            {table.Rows.Select(row => Html.Of($"<tr><th scope=\"row\">{row.Key}</th><td>{row.Value}</td></tr>\n"))}</tbody></table>

            """
        );
}
