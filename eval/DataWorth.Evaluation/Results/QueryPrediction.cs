namespace DataWorth.Evaluation.Results;

/// <summary>What a model makes of a query that has a class.</summary>
/// <param name="Class">Name of the class that it predicts.</param>
/// <param name="Probability">The probability that it gives this class, from 0 to 1.</param>
public sealed record QueryPrediction(string Class, double Probability);
