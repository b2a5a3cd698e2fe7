using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Horizontal bars, each with its name above and its value at the end: names of any length stay readable.</summary>
public sealed class SvgBarChart
{
    private const double RowHeight = 40;

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be seen, for readers that do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The bars from top to bottom.</summary>
    public required IReadOnlyList<ChartBar> Bars { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <exception cref="ArgumentException">There is no bar, or a value is negative or not finite.</exception>
    public Html Render()
    {
        (var minimum, var maximum) = SvgFrame.RangeOf(Title, Bars.Select(bar => bar.Value));
        if (minimum < 0)
        {
            Throw.OutOfRange(nameof(Bars), minimum, "bars of length 0 or more");
        }

        var scale = maximum == 0 ? 0 : (SvgFrame.Width - 4) / maximum;
        var bars = Html.Join(
            Bars.Select(
                (bar, index) =>
                    Html.Of(
                        $"""
                        <g><text class="name" x="2" y="{(index * RowHeight) + 15}">{bar.Name}</text>
                        <text class="value" x="{SvgFrame.Width - 2}" y="{(index * RowHeight) + 15}" text-anchor="end">{bar.Text}</text>
                        <rect class="rail" x="2" y="{(index * RowHeight) + 22}" width="{SvgFrame.Width - 4}" height="8" rx="4"/>
                        <rect class="bar {SvgFrame.ClassOf(bar.Colour)}" x="2" y="{(index * RowHeight) + 22}" width="{Math.Max(
                            bar.Value * scale,
                            bar.Value > 0 ? 8 : 0
                        ):0.##}" height="8" rx="4"/></g>

                        """
                    )
            )
        );
        return SvgFrame.Figure(Title, Description, "", bars, [], Bars.Count * RowHeight);
    }
}
