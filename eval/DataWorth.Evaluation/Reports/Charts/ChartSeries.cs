namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A line of a <see cref="SvgLineChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">At least one point, in the order in which they are joined.</param>
/// <param name="Colour">Its colour.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, ChartColour Colour)
{
    /// <summary>Whether the line is dashed, as baselines are. Default false.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Whether the line is dotted, as a second baseline is. Default false.</summary>
    public bool IsDotted { get; init; }

    /// <summary>The mark of each point. Default none.</summary>
    public ChartMark Mark { get; init; }

    /// <summary>Interval of each point, drawn as a thin line through it, or null. Default null.</summary>
    public IReadOnlyList<(double Low, double High)>? Intervals { get; init; }

    /// <summary>Whether the area below the line is shaded. Default false.</summary>
    public bool IsFilled { get; init; }

    internal string Dashes =>
        IsDotted ? "dotted"
        : IsDashed ? "dashed"
        : "";
}
