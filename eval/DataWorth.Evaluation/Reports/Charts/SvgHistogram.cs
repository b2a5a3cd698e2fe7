using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A histogram; bins left of zero have the contrast colour, bins right of it the accent colour, the one around it is
/// grey.</summary>
public sealed class SvgHistogram
{
    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be seen, for readers that do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis XAxis { get; init; }

    /// <summary>The vertical axis: its label; counts start at zero.</summary>
    public required ChartAxis YAxis { get; init; }

    /// <summary>The counts.</summary>
    public required HistogramBins Bins { get; init; }

    /// <summary>Draws the chart.</summary>
    public Html Render()
    {
        SvgFrame frame = new(XAxis, YAxis with { Minimum = 0 }, (Bins.Minimum, Bins.Maximum), (0, Bins.Counts.Max()));
        var step = (Bins.Maximum - Bins.Minimum) / Bins.Counts.Count;
        var floor = frame.Y(0);
        var bars = Html.Join(
            Bins.Counts.Select(
                (count, index) =>
                {
                    var start = Bins.Minimum + (index * step);
                    var x = frame.X(start);
                    var width = Math.Max(frame.X(start + step) - x - 1, 0.5);
                    var top = frame.Y(count);
                    var style = SvgFrame.ClassOf(
                        start + step <= 0 ? ChartColour.Contrast
                        : start >= 0 ? ChartColour.Accent
                        : ChartColour.Muted
                    );
                    return count == 0
                        ? Html.Empty
                        : Html.Of(
                            $"<rect class=\"bar {style}\" x=\"{x:0.##}\" y=\"{top:0.##}\" width=\"{width:0.##}\" height=\"{Math.Max(floor - top, 1):0.##}\"><title>{count} from {ChartAxis.FormatNumber(start)} to {ChartAxis.FormatNumber(start + step)}</title></rect>"
                        );
                }
            )
        );
        return SvgFrame.Figure(Title, Description, YAxis.Label, Html.Of($"{frame.Axes()}{bars}"), []);
    }
}
