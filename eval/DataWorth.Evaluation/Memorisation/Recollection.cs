namespace DataWorth.Evaluation.Memorisation;

/// <summary>How well the model knows what it is asked about.</summary>
/// <param name="Queries">Number of queries.</param>
/// <param name="Loss">Mean cross entropy of a token that counts, in nats.</param>
/// <param name="Known">Share of the queries of which every token that counts is the model's likeliest.</param>
public sealed record Recollection(int Queries, double Loss, double Known);
