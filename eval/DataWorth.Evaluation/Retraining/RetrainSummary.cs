namespace DataWorth.Evaluation.Retraining;

/// <summary>What a bank did.</summary>
/// <param name="Requested">Different retrainings that were asked for, within the shard.</param>
/// <param name="Trained">Those that this run trained; the others were there.</param>
/// <param name="Elapsed">Time taken.</param>
public sealed record RetrainSummary(int Requested, int Trained, TimeSpan Elapsed)
{
    /// <summary>Those of the trained ones that were there, but damaged.</summary>
    public int Damaged { get; init; }

    /// <summary>Retrainings per minute; 0 if nothing was trained.</summary>
    public double PerMinute => Trained == 0 ? 0 : Trained / Elapsed.TotalMinutes;
}
