namespace DataWorth.Evaluation.Results;

/// <summary>What a method says of a query.</summary>
/// <param name="Label">The method.</param>
/// <param name="Lds">The query's own linear datamodeling score (loss), the mean over the attributed models, from -1 to 1.</param>
/// <param name="Proponents">Strongest first, by the first attributed model, scores above 0 only; empty for queries that are not
/// shown.</param>
/// <param name="Opponents">Strongest first, scores below 0 only; empty for queries that are not shown.</param>
public sealed record QueryAttribution(
    string Label,
    double Lds,
    IReadOnlyList<ScoredExample> Proponents,
    IReadOnlyList<ScoredExample> Opponents
);
