using DataWorth.Cli.Fits;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>What 'dataworth fit --json' prints.</summary>
internal sealed record FitResult(
    string Name,
    string Method,
    string Data,
    long Examples,
    IReadOnlyList<string> Classes,
    IReadOnlyList<long> ItemShape,
    bool Trained,
    double? TrainingLoss,
    double? TrainingAccuracy,
    double? TokenLoss,
    IReadOnlyList<string> Modules,
    IReadOnlyList<string> LeftOut,
    long ReusedExamples,
    double BytesPerExample,
    long CurvatureBytes,
    string? GradientArtifact,
    string? CurvatureArtifact,
    IReadOnlyList<string> Warnings,
    double Seconds
)
{
    /// <summary>The result of an outcome.</summary>
    public static FitResult From(FitOutcome outcome) =>
        new(
            outcome.Summary.Name!,
            outcome.Summary.Method,
            outcome.Definition.Subject.Path,
            outcome.Summary.Examples,
            outcome.Classes,
            outcome.Facts.ItemShape,
            outcome.Training is { IsNew: true },
            outcome.Training?.Result.Loss,
            outcome.Facts.Accuracy,
            outcome.Facts.TokenLoss,
            outcome.Summary.Blocks,
            [.. outcome.Summary.LeftOut.Select(entry => entry.Name)],
            outcome.Summary.ReusedExamples,
            outcome.Summary.StoredBytesPerExample,
            outcome.Summary.CurvatureBytes,
            outcome.Summary.GradientArtifact,
            outcome.Summary.CurvatureArtifact,
            outcome.Warnings,
            outcome.Summary.FitTime.TotalSeconds
        );
}
