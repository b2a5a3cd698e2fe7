using DataWorth.Evaluation.Reports.Images;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>A query or a training example as a person sees it: an image or a text.</summary>
/// <param name="Caption">Its class or place; or empty.</param>
/// <param name="Image">The image, or null.</param>
/// <param name="Text">The text, or null.</param>
public sealed record ExampleView(string Caption, ReportImage? Image, string? Text);
