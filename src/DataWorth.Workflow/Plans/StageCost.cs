namespace DataWorth.Workflow.Plans;

/// <summary>What a stage takes, predicted from the sizes of model and data.</summary>
/// <param name="StoreBytes">Bytes that all its shards leave in the store.</param>
/// <param name="MemoryBytes">Bytes of memory that one shard takes at most.</param>
/// <param name="Examples">Examples that all its shards run through the model or read; 0 where none are.</param>
/// <param name="Trainings">Trainings that all its shards make.</param>
public sealed record StageCost(long StoreBytes = 0, long MemoryBytes = 0, long Examples = 0, long Trainings = 0);
