namespace DataWorth.Stages;

/// <summary>What <see cref="TwoStages"/> found, and what its first stage may have lost.</summary>
/// <param name="Neighbors">As <see cref="TopK.Run"/> gives them, with the scores of the second fit.</param>
/// <param name="Agreement">The share of them that is also among the k strongest of the first fit alone, mean over queries and sides.</param>
/// <param name="Recall">Of the k that the second fit ranks first in the sample, the share that is in the first fit's shortlist there, which is as
/// long a part of the sample as the shortlist is of all examples; mean over queries and sides. Exact where the sample is all examples; null
/// without a sample.</param>
/// <param name="RecallRows">How many examples the sample has.</param>
/// <param name="ScoredRows">How many examples the second fit scored.</param>
/// <param name="FirstTime">Time of the first stage.</param>
/// <param name="SecondTime">Time of the second one, with the sample.</param>
public sealed record TwoStageResult(
    IReadOnlyList<Neighbor> Neighbors,
    double Agreement,
    double? Recall,
    int RecallRows,
    int ScoredRows,
    TimeSpan FirstTime,
    TimeSpan SecondTime
);
