namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A bar of a <see cref="SvgBarChart"/>.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Value">Its length, at least 0.</param>
/// <param name="Text">The value as it is to be read, with its unit.</param>
public sealed record ChartBar(string Name, double Value, string Text)
{
    /// <summary>Its colour. Default <see cref="ChartColour.Accent"/>.</summary>
    public ChartColour Colour { get; init; } = ChartColour.Accent;
}
