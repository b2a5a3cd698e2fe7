using System.Text.Json.Nodes;

namespace DataWorth.Workflow.Shards;

/// <summary>What a shard made.</summary>
/// <param name="Artifacts">Keys of the artifacts that it made or had a part in.</param>
/// <param name="Result">A small result that later stages read; null for none.</param>
public sealed record StageResult(IReadOnlyList<string> Artifacts, JsonNode? Result = null)
{
    /// <summary>Seconds in which the process opened what its later shards use too, of whatever stage: the data. Default 0.</summary>
    public double OpeningSeconds { get; init; }

    /// <summary>Nothing but the fact that it was done.</summary>
    public static StageResult Done { get; } = new([]);
}
