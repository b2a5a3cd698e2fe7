using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Brittleness;

/// <summary>What a removal did.</summary>
/// <param name="Removed">Number of removed examples k.</param>
/// <param name="FlippedShare">Share of the queries that are wrong in more than half of the retrainings; null for tasks without
/// classes.</param>
/// <param name="FlippedInterval">95 % interval of the share, by bootstrap over queries; null for tasks without classes.</param>
/// <param name="LossIncrease">Mean loss of a target after the removal minus that of the attributed models, over queries and
/// retrainings.</param>
/// <param name="LossInterval">95 % interval of the increase, by bootstrap over queries.</param>
/// <param name="MedianIncrease">Median over queries of the same: a loss has no upper bound, and one query can carry the mean.</param>
/// <param name="MedianInterval">95 % interval of the median, by bootstrap over queries.</param>
/// <param name="Perplexity">exp of the mean loss of a target after the removal; null for classifiers.</param>
public sealed record BrittlenessPoint(
    int Removed,
    double? FlippedShare,
    Interval? FlippedInterval,
    double LossIncrease,
    Interval LossInterval,
    double MedianIncrease,
    Interval MedianInterval,
    double? Perplexity
);
