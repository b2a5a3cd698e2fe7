using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Points with vertical intervals: a quality against a cost. A grey line joins the points that no other beats in both.</summary>
public sealed class SvgScatterChart
{
    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be seen, for readers that do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis: a cost, the less the better.</summary>
    public required ChartAxis XAxis { get; init; }

    /// <summary>The vertical axis: a quality, the more the better.</summary>
    public required ChartAxis YAxis { get; init; }

    /// <summary>The points.</summary>
    public required IReadOnlyList<ScatterPoint> Points { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <exception cref="ArgumentException">There is no point, or a coordinate is not finite.</exception>
    public Html Render()
    {
        SvgFrame.RangeOf(Title, Points.Select(point => point.X));
        double[] positive = [.. Points.Select(point => point.X).Where(x => !XAxis.IsLogarithmic || x > 0)];
        SvgFrame frame = new(
            XAxis,
            YAxis,
            positive.Length == 0 ? (1, 10) : (positive.Min(), positive.Max()),
            SvgFrame.RangeOf(Title, Points.SelectMany(point => new[] { point.Y, point.Interval.Low, point.Interval.High })),
            hasZero: XAxis.IsLogarithmic && positive.Length < Points.Count
        );
        var best = Frontier(Points);
        var path = string.Join(
            'L',
            best.Select(point => string.Create(CultureInfo.InvariantCulture, $"{frame.X(point.X):0.##} {frame.Y(point.Y):0.##}"))
        );
        var frontier = best.Count > 1 ? Html.Of($"<path class=\"line muted dashed\" d=\"M{path}\"/>\n") : Html.Empty;
        return SvgFrame.Figure(
            Title,
            Description,
            YAxis.Label,
            Html.Of($"{frame.Axes()}{frontier}{Points.Select(point => Mark(frame, point))}{Labels(frame)}"),
            Points
                .DistinctBy(point => point.Group)
                .Select(point => new LegendEntry(point.Group, point.Colour) { Dashes = null, Mark = point.Mark }),
            note: !XAxis.IsLogarithmic ? ""
                : frame.HasZero ? "The horizontal axis is logarithmic, each step a factor; 0, which has no logarithm, stands left of the break."
                : "The horizontal axis is logarithmic: each step is a factor."
        );
    }

    /// <summary>The points that no other point beats: more quality at no more cost. In the order of their cost.</summary>
    /// <param name="points">All points.</param>
    internal static IReadOnlyList<ScatterPoint> Frontier(IEnumerable<ScatterPoint> points)
    {
        List<ScatterPoint> best = [];
        foreach (var point in points.OrderBy(point => point.X).ThenByDescending(point => point.Y))
        {
            if (best.Count == 0 || point.Y > best[^1].Y)
            {
                best.Add(point);
            }
        }

        return best;
    }

    private Html Labels(SvgFrame frame)
    {
        LabelPlacement placement = new(
            SvgFrame.Left,
            SvgFrame.Width,
            [.. Points.Select(point => (frame.X(point.X), frame.Y(point.Y)))]
        );
        return Html.Join(
            Points
                .OrderByDescending(point => point.Y)
                .Select(point =>
                    placement.Place(point.Name, (frame.X(point.X), frame.Y(point.Y))) is { } place
                        ? Html.Of($"<text class=\"point over\" x=\"{place.X:0.##}\" y=\"{place.Y:0.##}\">{point.Name}</text>\n")
                        : Html.Empty
                )
        );
    }

    private static Html Mark(SvgFrame frame, ScatterPoint point)
    {
        var style = SvgFrame.ClassOf(point.Colour);
        return Html.Of(
            $"""
            <g><title>{point.Name}: {point.Y:0.000}</title><line class="whisker {style}" x1="{frame.X(point.X):0.##}" x2="{frame.X(
                point.X
            ):0.##}" y1="{frame.Y(point.Interval.Low):0.##}" y2="{frame.Y(
                point.Interval.High
            ):0.##}"/>{LegendEntry.DrawMark(point.Mark, style, frame.X(point.X), frame.Y(point.Y), 4.5)}</g>

            """
        );
    }
}
