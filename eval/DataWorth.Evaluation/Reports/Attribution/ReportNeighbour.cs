namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A training example with its score for a query.</summary>
/// <param name="Example">The example.</param>
/// <param name="Score">Its score as the library gives it: above 0 for a proponent, below 0 for an opponent.</param>
public sealed record ReportNeighbour(ReportExample Example, double Score);
