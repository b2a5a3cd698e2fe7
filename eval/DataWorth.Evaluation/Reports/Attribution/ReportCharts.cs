using System.Globalization;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>The charts of the page.</summary>
internal static class ReportCharts
{
    private const int CurveSteps = 200;

    /// <summary>Flipped labels found against data inspected.</summary>
    public static Html Mislabels(MislabelCurve curve)
    {
        ChartPoint[] found = [.. curve.Sample(CurveSteps).Select(point => new ChartPoint(point.Inspected, point.Found))];
        var area = curve.Area.ToString("0.000", CultureInfo.InvariantCulture);
        var perfect = curve.PerfectArea.ToString("0.000", CultureInfo.InvariantCulture);
        var atTen = curve.FoundAt(0.1).ToString("P0", CultureInfo.InvariantCulture);
        return new SvgLineChart
        {
            Title = $"Flipped labels found by self-influence: area {area}",
            Description = $"{AreaMeans(curve)} After a tenth of the data {atTen} of them are found.",
            XAxis = ShareAxis("share of the training data inspected"),
            YAxis = ShareAxis("share of the flipped labels found"),
            Series =
            [
                new("random order (0.5)", [new(0, 0), new(1, 1)], ChartColour.Muted) { IsDashed = true },
                new($"perfect order ({perfect})", [new(0, 0), new(curve.FlippedShare, 1), new(1, 1)], ChartColour.Ink) { IsDashed = true },
                new($"self-influence ({area})", found, ChartColour.Teal) { IsFilled = true },
            ],
        }.Render();
    }

    /// <summary>What the area under the curve is, in a sentence.</summary>
    public static string AreaMeans(MislabelCurve curve) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The area under the curve, {curve.Area:0.000}, is the chance that a flipped label comes before a random place in that order: 0.5 at random, {curve.PerfectArea:0.000} if all flipped ones came first."
        );

    /// <summary>The scores of all pairs.</summary>
    public static Html Scores(HistogramBins bins)
    {
        var total = bins.Counts.Sum() + bins.Below + bins.Above;
        var beyond =
            bins.Below + bins.Above == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"; {bins.Below:N0} lie further left and {bins.Above:N0} further right");
        return new SvgHistogram
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{total:N0} scores of a query and a training example"),
            Description = "Most training examples have next to no influence on a prediction; a few have much.",
            XAxis = new ChartAxis("score, relative to the root mean square of its query"),
            YAxis = new ChartAxis("number of pairs" + beyond),
            Bins = bins,
        }.Render();
    }

    /// <summary>Seconds of each part.</summary>
    public static Html Timings(IReadOnlyList<KeyValuePair<string, double>> timings) =>
        new SvgBarChart
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{timings.Sum(part => part.Value):0.0} seconds in all"),
            Description = "Seconds per part of the run.",
            Bars =
            [
                .. timings.Select(part => new ChartBar(part.Key, part.Value, part.Value.ToString("0.0 s", CultureInfo.InvariantCulture))
                {
                    Colour = ChartColour.Teal,
                }),
            ],
        }.Render();

    private static ChartAxis ShareAxis(string title) =>
        new(title)
        {
            IsShare = true,
            Minimum = 0,
            Maximum = 1,
        };
}
