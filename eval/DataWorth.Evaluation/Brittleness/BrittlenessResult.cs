namespace DataWorth.Evaluation.Brittleness;

/// <summary>Outcome of a brittleness test.</summary>
/// <param name="QueryIds">The queries of the test.</param>
/// <param name="Candidates">Number of queries among which they were looked for, in order.</param>
/// <param name="Retrainings">Retrainings after each removal.</param>
/// <param name="ReproducesBaseModels">Whether training again on all examples gave the same bits as the attributed models, for every
/// seed.</param>
/// <param name="Perplexity">exp of the mean loss of a target of these queries under the attributed models; null for
/// classifiers.</param>
/// <param name="Curves">Methods, then controls.</param>
public sealed record BrittlenessResult(
    IReadOnlyList<string> QueryIds,
    int Candidates,
    int Retrainings,
    bool ReproducesBaseModels,
    double? Perplexity,
    IReadOnlyList<BrittlenessCurve> Curves
);
