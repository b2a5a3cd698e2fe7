namespace DataWorth.Evaluation.Results;

/// <summary>A training example and its score.</summary>
/// <param name="Row">Position in the training set.</param>
/// <param name="Id">Its id.</param>
/// <param name="Score">Its score.</param>
public sealed record ScoredExample(int Row, string Id, double Score);
