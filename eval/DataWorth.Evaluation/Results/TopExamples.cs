namespace DataWorth.Evaluation.Results;

/// <summary>The strongest proponents of a query by a method, for the first attributed model.</summary>
/// <param name="Query">Position of the query.</param>
/// <param name="QueryId">Id of the query.</param>
/// <param name="Label">The method.</param>
/// <param name="Proponents">Strongest first.</param>
public sealed record TopExamples(int Query, string QueryId, string Label, IReadOnlyList<ScoredExample> Proponents);
