using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Horizontal bars from zero, each with two intervals, beside an optional reference value such as a ceiling.</summary>
public sealed class SvgIntervalChart
{
    private const double RowHeight = 36;
    private const double AxisHeight = 24;
    private const double Margin = 4;

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be seen, for readers that do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>What the bars and intervals are; written under the caption.</summary>
    public required string Label { get; init; }

    /// <summary>The bars from top to bottom.</summary>
    public required IReadOnlyList<IntervalBar> Bars { get; init; }

    /// <summary>A value that a dashed line marks, with its name; null for none. Default null.</summary>
    public (string Name, double Value)? Reference { get; init; }

    /// <summary>A sentence under the drawing that says how to read it; or empty. Default "".</summary>
    public string Note { get; init; } = "";

    /// <summary>Draws the chart.</summary>
    /// <exception cref="ArgumentException">There is no bar, or a value is not finite.</exception>
    public Html Render()
    {
        (var minimum, var maximum) = SvgFrame.RangeOf(
            Title,
            Bars.SelectMany(bar => new[] { 0, bar.Value, bar.Narrow.Low, bar.Narrow.High, bar.Wide.Low, bar.Wide.High })
                .Concat(Reference is { } mark ? [mark.Value] : [])
        );
        var ticks = AxisTicks.Choose(minimum, maximum);
        var bottom = Bars.Count * RowHeight;
        double X(double value) => Margin + ((value - ticks[0]) / (ticks[^1] - ticks[0]) * (SvgFrame.Width - (2 * Margin)));
        var grid = Html.Of(
            $"""
            <g class="grid">{ticks.Select(tick =>
                Html.Of($"<line x1=\"{X(tick):0.##}\" x2=\"{X(tick):0.##}\" y1=\"0\" y2=\"{bottom}\"/>")
            )}</g>
            <g class="ticks">{ticks.Select(
                (tick, i) =>
                    Html.Of(
                        $"<text x=\"{X(tick):0.##}\" y=\"{bottom + 16}\" text-anchor=\"{(i == 0 ? "start" : i == ticks.Count - 1 ? "end" : "middle")}\">{ChartAxis.FormatNumber(tick)}</text>"
                    )
            )}</g>
            <line class="axis" x1="{X(0):0.##}" x2="{X(0):0.##}" y1="0" y2="{bottom}"/>

            """
        );
        var bars = Html.Join(Bars.Select((bar, row) => Bar(bar, row * RowHeight, X)));
        var reference = Reference is { } line
            ? Html.Of($"<line class=\"reference\" x1=\"{X(line.Value):0.##}\" x2=\"{X(line.Value):0.##}\" y1=\"0\" y2=\"{bottom}\"/>")
            : Html.Empty;
        return SvgFrame.Figure(
            Title,
            Description,
            Label,
            Html.Of($"{grid}{reference}{bars}"),
            Reference is { } named
                ?
                [
                    new LegendEntry($"{named.Name} {ChartAxis.FormatNumber(Math.Round(named.Value, 3))}", ChartColour.Muted)
                    {
                        Dashes = "dashed",
                    },
                ]
                : [],
            bottom + AxisHeight,
            Note
        );
    }

    private static Html Bar(IntervalBar bar, double top, Func<double, double> x)
    {
        (var start, var end) = bar.Value < 0 ? (x(bar.Value), x(0)) : (x(0), x(bar.Value));
        var middle = top + 25;
        // The band keeps axis, grid and reference away from name and value.
        return Html.Of(
            $"""
            <g><rect class="band" x="0" y="{top:0.##}" width="{SvgFrame.Width}" height="18"/><text class="name" x="{Margin}" y="{top + 14}">{bar.Name}</text>
            <text class="value" x="{SvgFrame.Width - Margin}" y="{top + 14}" text-anchor="end">{(
                bar.Value < 0 ? "\u2212" : ""
            )}{Math.Abs(bar.Value):0.000}</text>
            <rect class="bar {SvgFrame.ClassOf(bar.Colour)}" x="{start:0.##}" y="{top + 20}" width="{Math.Max(
                end - start,
                0.5
            ):0.##}" height="10" rx="2"/>
            <line class="range wide" x1="{x(bar.Wide.Low):0.##}" x2="{x(bar.Wide.High):0.##}" y1="{middle - 3}" y2="{middle - 3}"/>
            <line class="range" x1="{x(bar.Narrow.Low):0.##}" x2="{x(bar.Narrow.High):0.##}" y1="{middle + 2}" y2="{middle + 2}"/></g>

            """
        );
    }
}
