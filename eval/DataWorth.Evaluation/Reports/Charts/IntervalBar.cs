namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A bar of a <see cref="SvgIntervalChart"/>.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Value">The estimate.</param>
/// <param name="Narrow">Its first interval.</param>
/// <param name="Wide">Its second interval, drawn lighter.</param>
/// <param name="Colour">Its colour.</param>
public sealed record IntervalBar(
    string Name,
    double Value,
    (double Low, double High) Narrow,
    (double Low, double High) Wide,
    ChartColour Colour
);
