namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A training example whose label may be wrong.</summary>
/// <param name="Example">The example.</param>
/// <param name="SelfInfluence">Its score for itself as the library gives it, what suspects are ranked by.</param>
/// <param name="SuggestedLabel">The class that the model finds most probable besides its label; null where there are no classes.</param>
/// <param name="Margin">log p(label) - log p(all other classes): below 0 where the model does not believe the label; null if
/// unknown.</param>
/// <param name="Duplicates">Ids of examples with nearly the same features and another label; usually empty.</param>
public sealed record ReportSuspect(
    ReportExample Example,
    double SelfInfluence,
    string? SuggestedLabel,
    double? Margin,
    IReadOnlyList<string> Duplicates
)
{
    /// <summary>How many other training examples have the same self-influence: which of them comes first means nothing. Default 0.</summary>
    public int Ties { get; init; }
}
