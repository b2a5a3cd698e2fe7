using System.Globalization;
using DataWorth.Artifacts;

namespace DataWorth;

/// <summary>What a fit did, for reports and logs.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Name">Name of the fit in the store, or null.</param>
/// <param name="Examples">Number of training examples N.</param>
/// <param name="FeatureSize">Numbers per example D.</param>
/// <param name="BytesPerExample">Bytes per example in the store, without ids and without the curvature.</param>
/// <param name="CurvatureBytes">Bytes of the curvature's statistics in the store; 0 where the method has none.</param>
/// <param name="Blocks">Blocks of the features, as 'fc1 [64, 64]'.</param>
/// <param name="LeftOut">Parameters that are not tracked, with the reason.</param>
/// <param name="Warning">What to print when less than half of the model's parameters are tracked; null otherwise.</param>
/// <param name="GradientArtifact">Key of the features in the store, or null when the method stores none.</param>
/// <param name="CurvatureArtifact">Key of the curvature's statistics, or null when the method has none.</param>
/// <param name="ReusedExamples">Examples whose features were already in the store.</param>
/// <param name="Reports">What had to be done to keep the numbers sound; usually empty.</param>
/// <param name="FitTime">Wall-clock time of Fit.</param>
public sealed record FitSummary(
    string Method,
    string? Name,
    long Examples,
    long FeatureSize,
    long BytesPerExample,
    long CurvatureBytes,
    IReadOnlyList<string> Blocks,
    IReadOnlyList<(string Name, string Reason)> LeftOut,
    string? Warning,
    string? GradientArtifact,
    string? CurvatureArtifact,
    long ReusedExamples,
    IReadOnlyList<string> Reports,
    TimeSpan FitTime
)
{
    /// <summary>Key of the fit in the store.</summary>
    public ArtifactKey? Key { get; init; }

    /// <summary>Bytes in the store for each example, the curvature's share counted in.</summary>
    public double StoredBytesPerExample => BytesPerExample + ((double)CurvatureBytes / Examples);

    /// <summary>For people: "lorif: 6,000 examples x 12,288 numbers, 1,536 bytes per example (4 % of float32), 25,165,824 of curvature; modules fc1 [64, 64], ...;
    /// left out fc1.bias (bias not tracked ...); 1.2 s".</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Method}: {Examples:n0} examples x {FeatureSize:n0} numbers, {BytesPerExample:n0} bytes per example{Share}, {CurvatureBytes:n0} of curvature; modules "
                + $"{string.Join(", ", Blocks)}"
                + $"{(LeftOut.Count == 0 ? "" : "; left out ")}"
                + $"{string.Join(", ", LeftOut.Select(entry => $"{entry.Name} ({entry.Reason})"))}"
                + $"{(Warning is null ? "" : $". {Warning[..^1]}")}"
                + $"{string.Concat(Reports.Select(report => "; " + report))}; {FitTime.TotalSeconds:0.0} s"
        );

    private string Share =>
        BytesPerExample == 0
            ? " (none stored)"
            : string.Create(CultureInfo.InvariantCulture, $" ({(double)BytesPerExample / (FeatureSize * sizeof(float)):0.0 %} of float32)");
}
