using DataWorth.Evaluation.Reports.Images;

namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>A training image with a score.</summary>
/// <param name="Id">Its identity in the training view.</param>
/// <param name="Image">The image.</param>
/// <param name="Label">Its label.</param>
/// <param name="Score">Its score: for a query, or its self-influence.</param>
public sealed record ReportExample(string Id, ReportImage Image, ReportLabel Label, double Score);
