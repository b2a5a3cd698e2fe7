using System.Globalization;
using System.Text;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Lines over two axes, as an SVG drawing that follows the theme of the page.</summary>
public sealed class SvgLineChart
{
    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be seen, for readers that do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis XAxis { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis YAxis { get; init; }

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
        var lines = Html.Join(Series.Where(series => series.Points.Count > 0).Select(series => Line(frame, series)));
        return SvgFrame.Figure(
            Title,
            Description,
            YAxis.Label,
            Html.Of($"{frame.Axes()}{lines}"),
            Series.Reverse().Select(series => (series.Name, series.Colour, series.IsDashed))
        );
    }

    private static Html Line(SvgFrame frame, ChartSeries series)
    {
        StringBuilder path = new();
        foreach (var point in series.Points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L');
            path.Append(string.Create(CultureInfo.InvariantCulture, $"{frame.X(point.X):0.##} {frame.Y(point.Y):0.##}"));
        }

        var style = SvgFrame.ClassOf(series.Colour);
        var line = path.ToString();
        var floor = frame.Y(frame.YMinimum);
        var area = series.IsFilled
            ? Html.Of(
                $"<path class=\"area {style}\" d=\"{line}L{frame.X(series.Points[^1].X):0.##} {floor:0.##}L{frame.X(series.Points[0].X):0.##} {floor:0.##}Z\"/>"
            )
            : Html.Empty;
        var whiskers = Html.Join(
            (series.Intervals ?? []).Zip(
                series.Points,
                (interval, point) =>
                    Html.Of(
                        $"<line class=\"whisker {style}\" x1=\"{frame.X(point.X):0.##}\" x2=\"{frame.X(point.X):0.##}\" y1=\"{frame.Y(interval.Low):0.##}\" y2=\"{frame.Y(interval.High):0.##}\"/>"
                    )
            )
        );
        var marks = series.HasMarks
            ? Html.Join(
                series.Points.Select(point =>
                    Html.Of($"<circle class=\"mark {style}\" cx=\"{frame.X(point.X):0.##}\" cy=\"{frame.Y(point.Y):0.##}\" r=\"3\"/>")
                )
            )
            : Html.Empty;
        return Html.Of($"{area}{whiskers}<path class=\"line {style}{(series.IsDashed ? " dashed" : "")}\" d=\"{line}\"/>{marks}\n");
    }
}
