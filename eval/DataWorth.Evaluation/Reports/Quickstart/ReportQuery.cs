using DataWorth.Evaluation.Reports.Images;

namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>A test image, its prediction, and the training images behind it.</summary>
public sealed record ReportQuery
{
    /// <summary>Its identity.</summary>
    public required string Id { get; init; }

    /// <summary>The image.</summary>
    public required ReportImage Image { get; init; }

    /// <summary>The class that the model predicts.</summary>
    public required string Predicted { get; init; }

    /// <summary>The probability of that class, from 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>The real class.</summary>
    public required string True { get; init; }

    /// <summary>The training images with the highest scores, strongest first.</summary>
    public required IReadOnlyList<ReportExample> Proponents { get; init; }

    /// <summary>The training images with the lowest scores, strongest first.</summary>
    public required IReadOnlyList<ReportExample> Opponents { get; init; }

    /// <summary>Whether the prediction is right.</summary>
    public bool IsCorrect => Predicted == True;
}
