namespace DataWorth.Workflow.Shards;

/// <summary>One try of a shard, as the store keeps it.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Shard">Index from 0.</param>
/// <param name="Worker">Host and process.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakMemoryBytes">Most memory that the process has had.</param>
/// <param name="Exit">How it ended.</param>
/// <param name="Message">Why it did not succeed; null where it did.</param>
/// <param name="Log">Lines of its log.</param>
/// <param name="ProcessorSeconds">Processor time of all threads of the process meanwhile; 0 where it is not known.</param>
/// <param name="OpeningSeconds">Of the seconds, those in which the process opened what its later shards use too.</param>
public sealed record ShardAttempt(
    string Stage,
    int Shard,
    string Worker,
    DateTimeOffset Started,
    double Seconds,
    long PeakMemoryBytes,
    ShardExit Exit,
    string? Message,
    IReadOnlyList<string> Log,
    double ProcessorSeconds = 0,
    double OpeningSeconds = 0
);
