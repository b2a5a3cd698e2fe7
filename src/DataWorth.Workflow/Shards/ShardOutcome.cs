namespace DataWorth.Workflow.Shards;

/// <summary>How a shard ended, and why.</summary>
/// <param name="Exit">How.</param>
/// <param name="WasThere">Whether it was in the store before.</param>
/// <param name="Message">Why it did not succeed; null where it did.</param>
/// <param name="OpeningSeconds">Seconds in which the process opened what its later shards use too.</param>
public sealed record ShardOutcome(ShardExit Exit, bool WasThere = false, string? Message = null, double OpeningSeconds = 0);
