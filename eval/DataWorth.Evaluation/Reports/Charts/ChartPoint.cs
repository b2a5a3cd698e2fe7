namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A point of a line.</summary>
/// <param name="X">Position along the horizontal axis.</param>
/// <param name="Y">Position along the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);
