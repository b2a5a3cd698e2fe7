namespace DataWorth.Evaluation.Retraining;

/// <summary>How a bank trains what it misses.</summary>
public sealed record RetrainOptions
{
    /// <summary>Trainings at once, each on one thread; at least 1. Default: one per processor. Results do not depend on it.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>The share of the list that this process trains. Default all of it.</summary>
    public RetrainShard Shard { get; init; } = RetrainShard.Whole;

    /// <summary>Told after each retraining. Default null.</summary>
    public IProgress<RetrainProgress>? Progress { get; init; }

    /// <summary>Stops; finished retrainings stay. Default none.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Source of time. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
