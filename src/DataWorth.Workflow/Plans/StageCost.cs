namespace DataWorth.Workflow.Plans;

/// <summary>What a stage takes, predicted from the sizes of model and data.</summary>
/// <param name="StoreBytes">Bytes that all its shards leave in the store.</param>
/// <param name="MemoryBytes">Bytes of memory that one shard takes at most.</param>
/// <param name="Examples">Examples that all its shards run through the model or read; 0 where none are.</param>
/// <param name="Trainings">Trainings that all its shards make.</param>
/// <param name="ReadBytes">Bytes that all its shards read from the store.</param>
/// <param name="Operations">Floating-point operations of the model in all its shards; 0 where it does not run.</param>
public sealed record StageCost(
    long StoreBytes = 0,
    long MemoryBytes = 0,
    long Examples = 0,
    long Trainings = 0,
    long ReadBytes = 0,
    double Operations = 0
);
