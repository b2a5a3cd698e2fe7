using System.Globalization;
using System.Text;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Lines over two axes, as an SVG drawing that follows the theme of the page.</summary>
public sealed class SvgLineChart
{
    private const double Step = 5;

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be seen, for readers that do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis XAxis { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis YAxis { get; init; }

    /// <summary>A sentence under the drawing that says how to read it; or empty. Default "".</summary>
    public string Note { get; init; } = "";

    /// <summary>The lines; later ones are drawn over earlier ones.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <exception cref="ArgumentException">There is no point, or a coordinate is not finite.</exception>
    public Html Render()
    {
        SvgFrame frame = new(
            XAxis,
            YAxis,
            SvgFrame.RangeOf(Title, Series.SelectMany(series => series.Points).Select(point => point.X)),
            SvgFrame.RangeOf(
                Title,
                Series.SelectMany(series =>
                    series
                        .Points.Select(point => point.Y)
                        .Concat((series.Intervals ?? []).SelectMany(interval => new[] { interval.Low, interval.High }))
                )
            )
        );
        // Points with intervals stand side by side: intervals over one another could not be told apart.
        var spread = Series.Count(series => series.Intervals is not null);
        var next = 0;
        var lines = Html.Join(
            Series
                .Where(series => series.Points.Count > 0)
                .Select(series => Line(frame, series, series.Intervals is null ? 0 : (next++ - ((spread - 1) / 2.0)) * Step))
        );
        return SvgFrame.Figure(
            Title,
            Description,
            YAxis.Label,
            Html.Of($"{frame.Axes()}{lines}"),
            Series.Reverse().Select(series => new LegendEntry(series.Name, series.Colour) { Dashes = series.Dashes, Mark = series.Mark }),
            note: Note
        );
    }

    private static Html Line(SvgFrame frame, ChartSeries series, double shift)
    {
        (double X, double Y)[] points =
        [
            .. series.Points.Select(
                (point, i) => (frame.X(point.X) + (series.Intervals?[i] is { } one && one.Low < one.High ? shift : 0), frame.Y(point.Y))
            ),
        ];
        StringBuilder path = new();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L');
            path.Append(string.Create(CultureInfo.InvariantCulture, $"{x:0.##} {y:0.##}"));
        }

        var style = SvgFrame.ClassOf(series.Colour);
        var line = path.ToString();
        var floor = frame.Y(frame.YMinimum);
        var area = series.IsFilled
            ? Html.Of($"<path class=\"area {style}\" d=\"{line}L{points[^1].X:0.##} {floor:0.##}L{points[0].X:0.##} {floor:0.##}Z\"/>")
            : Html.Empty;
        var whiskers = Html.Join(
            (series.Intervals ?? []).Zip(
                points,
                (interval, point) =>
                    Html.Of(
                        $"<line class=\"whisker {style}\" x1=\"{point.X:0.##}\" x2=\"{point.X:0.##}\" y1=\"{frame.Y(interval.Low):0.##}\" y2=\"{frame.Y(interval.High):0.##}\"/>"
                    )
            )
        );
        var marks = Html.Join(points.Select(point => LegendEntry.DrawMark(series.Mark, style, point.X, point.Y, 3.5)));
        return Html.Of($"{area}{whiskers}<path class=\"line {style} {series.Dashes}\" d=\"{line}\"/>{marks}\n");
    }
}
