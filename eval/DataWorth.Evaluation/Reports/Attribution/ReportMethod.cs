using DataWorth.Curvature;
using DataWorth.Methods;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Trak;
using DataWorth.Scoring;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A method as the page explains it.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Explanation">What it compares, in a sentence or two.</param>
/// <param name="Damping">What its damping is and does, in a sentence; null where it has none.</param>
/// <param name="Scale">What its scores mean.</param>
public sealed record ReportMethod(string Title, string Explanation, string? Damping, ScoreScale Scale)
{
    /// <summary>Explains a fit's method.</summary>
    /// <param name="name">Its name in <see cref="MethodTable"/>.</param>
    /// <param name="options">The options of the fit.</param>
    /// <param name="trainingCount">N, at least 1.</param>
    /// <param name="measured">What a score is about. Default: the log-probability of a query's label or text.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static ReportMethod Of(string name, AttributionOptions options, long trainingCount, string measured = "log-probability")
    {
        var method = MethodTable.Get(name);
        var hasCurvature = method.Curvature != "none" && options is not LograOptions { Curvature: LograCurvature.None };
        var how = hasCurvature ? $"through the inverse of a curvature ({method.Curvature})" : "directly";
        // A diagonal curvature leaves most of the inverse out: its scores are far from any change.
        var isDiagonal = options is EkfacOptions { Kind: EigenbasisKind.Diagonal };
        var hasUnit = hasCurvature && !isDiagonal && options is not TrakOptions && options.Score == ScoreRule.Dot;
        return new(
            method.Title,
            $"{method.Title}. {method.Summary}. "
                + $"The {method.FeatureMap} of every training example is compared with the query's, {how}.",
            hasCurvature
                ? $"Damping, here {options.Damping}, is added to the curvature's eigenvalues before it is inverted: the more, the less do "
                    + "directions count that the training data hardly use."
                : null,
            hasUnit ? ScoreScale.PerExample(trainingCount, measured) : ScoreScale.WithoutUnit
        );
    }
}
