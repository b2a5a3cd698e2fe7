using System.Text.Json.Nodes;

namespace DataWorth.Workflow.Shards;

/// <summary>What the store knows of a finished shard.</summary>
/// <param name="Stage">Name of the stage in the plan that made it.</param>
/// <param name="Shard">Index from 0.</param>
/// <param name="Shards">Number of shards.</param>
/// <param name="Artifacts">Keys of its artifacts.</param>
/// <param name="Result">Its small result; null for none.</param>
public sealed record ShardRecord(string Stage, int Shard, int Shards, IReadOnlyList<string> Artifacts, JsonNode? Result);
