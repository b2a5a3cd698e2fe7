namespace DataWorth.Artifacts;

/// <summary>The object <c>rows-NNNNNN.commit.json</c> of an unfinished artifact: a shard that is whole, and the ids of its rows.</summary>
internal sealed record ShardRecord
{
    public required string Format { get; init; }

    public required int Version { get; init; }

    public required ArtifactShard Shard { get; init; }

    public required IReadOnlyList<string> Ids { get; init; }
}
