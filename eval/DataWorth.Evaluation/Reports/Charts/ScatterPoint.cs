namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A point of a <see cref="SvgScatterChart"/>.</summary>
/// <param name="Name">What it stands for; shown when the pointer rests on it.</param>
/// <param name="Group">Its group in the legend; points of a group have one colour.</param>
/// <param name="X">Position along the horizontal axis.</param>
/// <param name="Y">Position along the vertical axis.</param>
/// <param name="Interval">Interval of <paramref name="Y"/>.</param>
/// <param name="Colour">Colour of the group.</param>
public sealed record ScatterPoint(string Name, string Group, double X, double Y, (double Low, double High) Interval, ChartColour Colour)
{
    /// <summary>Mark of the group. Default a dot.</summary>
    public ChartMark Mark { get; init; } = ChartMark.Dot;
}
