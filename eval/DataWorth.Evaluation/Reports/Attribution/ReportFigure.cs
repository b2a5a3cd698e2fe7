namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A number worth showing large.</summary>
/// <param name="Value">The number with its unit.</param>
/// <param name="Name">What it is.</param>
/// <param name="Note">What to compare it with; or empty.</param>
public sealed record ReportFigure(string Value, string Name, string Note);
