using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>What all charts share: size, margins, title and description for readers that do not see, axes with ticks and grid.</summary>
internal sealed class SvgFrame
{
    public const double Width = 420;
    public const double Height = 270;
    public const double Left = 52;
    public const double Right = 14;
    public const double Top = 12;
    public const double Bottom = 46;

    // Room at the left end of a logarithmic axis for values that have no logarithm.
    private const double ZeroRoom = 46;

    private readonly IReadOnlyList<double> _xTicks;
    private readonly IReadOnlyList<double> _yTicks;
    private readonly ChartAxis _xAxis;
    private readonly ChartAxis _yAxis;
    private readonly bool _hasZero;

    /// <summary>Makes a frame around data.</summary>
    /// <param name="xAxis">The horizontal axis; only it may be logarithmic.</param>
    /// <param name="yAxis">The vertical axis.</param>
    /// <param name="x">Range of the horizontal values; of those above 0 where the axis is logarithmic.</param>
    /// <param name="y">Range of the vertical values.</param>
    /// <param name="hasZero">Whether a logarithmic axis has values of 0 too.</param>
    public SvgFrame(
        ChartAxis xAxis,
        ChartAxis yAxis,
        (double Minimum, double Maximum) x,
        (double Minimum, double Maximum) y,
        bool hasZero = false
    )
    {
        (_xAxis, _yAxis, _hasZero) = (xAxis, yAxis, hasZero);
        (var start, var end) = (xAxis.Minimum ?? x.Minimum, xAxis.Maximum ?? x.Maximum);
        _xTicks = xAxis.IsLogarithmic ? AxisTicks.ChooseLogarithmic(start, end) : AxisTicks.Choose(start, end);
        _yTicks = AxisTicks.Choose(yAxis.Minimum ?? y.Minimum, yAxis.Maximum ?? y.Maximum);
    }

    /// <summary>Horizontal position of a value.</summary>
    public double X(double value)
    {
        if (!_xAxis.IsLogarithmic)
        {
            return Left + ((value - _xTicks[0]) / (_xTicks[^1] - _xTicks[0]) * (Width - Left - Right));
        }

        if (value <= 0)
        {
            return Left + (ZeroRoom / 3);
        }

        var start = Left + (_hasZero ? ZeroRoom : 0);
        return start + (Math.Log(value / _xTicks[0]) / Math.Log(_xTicks[^1] / _xTicks[0]) * (Width - start - Right));
    }

    /// <summary>Vertical position of a value.</summary>
    public double Y(double value) => Height - Bottom - ((value - _yTicks[0]) / (_yTicks[^1] - _yTicks[0]) * (Height - Top - Bottom));

    /// <summary>The lowest value shown on the vertical axis.</summary>
    public double YMinimum => _yTicks[0];

    /// <summary>Grid, ticks and labels.</summary>
    public Html Axes() =>
        Html.Of(
            $"""
            <g class="grid">{_yTicks.Select(tick =>
                Html.Of($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.##}\" y2=\"{Y(tick):0.##}\"/>")
            )}</g>
            <g class="ticks">{(_hasZero ? _xTicks.Prepend(0) : _xTicks).Select(tick =>
                Html.Of($"<text x=\"{X(tick):0.##}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{_xAxis.Format(tick)}</text>")
            )}
            {_yTicks.Select(tick =>
                Html.Of($"<text x=\"{Left - 7}\" y=\"{Y(tick) + 4:0.##}\" text-anchor=\"end\">{_yAxis.Format(tick)}</text>")
            )}</g>
            <line class="axis" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>{(_hasZero ? Break() : Html.Empty)}
            <text class="label" x="{(Left + Width - Right) / 2}" y="{Height - 3}" text-anchor="middle">{_xAxis.Label}</text>
            """
        );

    /// <summary>Whether a logarithmic axis has values of 0, which stand left of a break.</summary>
    public bool HasZero => _hasZero;

    // Two strokes across the axis: left of them lies 0, right of them it is logarithmic.
    private static Html Break()
    {
        const double X = Left + (ZeroRoom * 0.68);
        const double Y = Height - Bottom;
        return Html.Of(
            $"<path class=\"axis\" d=\"M{X - 5:0.##} {Y + 5}L{X - 1:0.##} {Y - 5}M{X:0.##} {Y + 5}L{X + 4:0.##} {Y - 5}\"/>"
        );
    }

    /// <summary>The whole chart: a figure with a caption, the drawing and its legend.</summary>
    /// <param name="title">The caption.</param>
    /// <param name="description">What is to be seen, for readers that do not see it.</param>
    /// <param name="yLabel">The label of the vertical axis, written above the drawing, where it is read without turning the head; or
    /// empty.</param>
    /// <param name="drawing">The inside of the svg element.</param>
    /// <param name="legend">Names with colours, lines and marks, or none.</param>
    /// <param name="height">Height of the drawing.</param>
    /// <param name="note">A sentence under the drawing that says how to read it; or empty.</param>
    public static Html Figure(
        string title,
        string description,
        string yLabel,
        Html drawing,
        IEnumerable<LegendEntry> legend,
        double height = Height,
        string note = ""
    )
    {
        Html[] entries = [.. legend.Select(entry => entry.Render())];
        return Html.Of(
            $"""
            <figure class="chart">
            <figcaption><strong>{title}</strong>{(yLabel.Length == 0 ? Html.Empty : Html.Of($"<span>{yLabel}</span>"))}</figcaption>
            <svg viewBox="0 0 {Width} {height:0.##}" role="img"><title>{title}</title><desc>{description}</desc>
            {drawing}</svg>
            {(entries.Length == 0 ? Html.Empty : Html.Of($"<ul class=\"legend\">{entries}</ul>"))}{(note.Length == 0 ? Html.Empty : Html.Of($"<p class=\"note\">{note}</p>"))}
            </figure>

            """
        );
    }

    /// <summary>The style class of a colour.</summary>
    public static string ClassOf(ChartColour colour) =>
        colour switch
        {
            ChartColour.Accent => "accent",
            ChartColour.Contrast => "contrast",
            ChartColour.Alert => "alert",
            ChartColour.Green => "green",
            ChartColour.Violet => "violet",
            ChartColour.Teal => "teal",
            ChartColour.Gold => "gold",
            ChartColour.Ink => "ink",
            _ => "muted",
        };

    /// <summary>Refuses values that cannot be drawn.</summary>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static (double Minimum, double Maximum) RangeOf(string title, IEnumerable<double> values)
    {
        (var minimum, var maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                Throw.ChartValueIsNotFinite(title, value);
            }

            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        if (minimum > maximum)
        {
            Throw.ChartIsEmpty(title);
        }

        return (minimum, maximum);
    }
}
