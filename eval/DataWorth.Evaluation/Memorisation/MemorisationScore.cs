namespace DataWorth.Evaluation.Memorisation;

/// <summary>What one method finds.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Damping">Its damping relative to the mean eigenvalue; null where it has none.</param>
/// <param name="Rule">Its score rule; null for BM25.</param>
/// <param name="Quotes">The passages that have the quoted sentences, one a sentence.</param>
/// <param name="Facts">The statements of the planted facts, five a fact.</param>
/// <param name="Alike">Of what else is among the first 5 for a fact, the share that states another fact of its kind, in the same words.</param>
/// <param name="BytesPerExample">Bytes stored for a passage.</param>
/// <param name="FitSeconds">Time of the fit.</param>
/// <param name="ScoreSeconds">Time of scoring all passages for all queries.</param>
public sealed record MemorisationScore(
    string Method,
    double? Damping,
    string? Rule,
    Retrieval Quotes,
    Retrieval Facts,
    double Alike,
    double BytesPerExample,
    double FitSeconds,
    double ScoreSeconds
);
