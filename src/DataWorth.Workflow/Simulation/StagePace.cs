namespace DataWorth.Workflow.Simulation;

/// <summary>How long a stage takes on a worker.</summary>
/// <param name="WorkSeconds">Seconds that all its shards take one after another, without what follows.</param>
/// <param name="OpeningSeconds">Seconds that each worker takes once more, at its first shard of the stage: it opens data, model and what earlier
/// stages left. Default 0.</param>
/// <param name="Cores">Processor cores that a shard keeps busy, on average; greater than 0. Default 1.</param>
public readonly record struct StagePace(double WorkSeconds, double OpeningSeconds = 0, double Cores = 1)
{
    /// <summary>Seconds of the stage on one worker.</summary>
    public double Seconds => OpeningSeconds + WorkSeconds;

    /// <summary>Processor time of the stage: other work on the machine changes it less than <see cref="Seconds"/>.</summary>
    public double ProcessorSeconds => Seconds * Cores;
}
