namespace DataWorth.Workflow.Azure.Durable;

/// <summary>What a worker is told of a shard.</summary>
/// <param name="Digest">Digest of the plan.</param>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Shard">Index from 0.</param>
internal sealed record ShardInput(string Digest, string Stage, int Shard);
