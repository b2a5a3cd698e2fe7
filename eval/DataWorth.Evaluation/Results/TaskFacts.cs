namespace DataWorth.Evaluation.Results;

/// <summary>What was retrained.</summary>
/// <param name="Name">Name of the task.</param>
/// <param name="Fingerprint">Fingerprint of data, model, training and queries.</param>
/// <param name="TrainCount">Number of training examples N.</param>
/// <param name="QueryCount">Number of queries Q.</param>
/// <param name="Description">What the fingerprint was made from.</param>
/// <param name="ModelLoss">Mean loss of a target of the queries under the attributed models.</param>
/// <param name="ModelAccuracy">Share of the queries' targets that the attributed models predict.</param>
public sealed record TaskFacts(
    string Name,
    string Fingerprint,
    int TrainCount,
    int QueryCount,
    IReadOnlyDictionary<string, string> Description,
    double ModelLoss,
    double ModelAccuracy
);
