namespace DataWorth.Evaluation.Checks;

/// <summary>A point of a <see cref="MislabelCurve"/>.</summary>
/// <param name="Inspected">Share of the data inspected, from 0 to 1.</param>
/// <param name="Found">Share of the flipped labels found by then, from 0 to 1.</param>
public readonly record struct MislabelPoint(double Inspected, double Found);
