namespace DataWorth.Artifacts;

/// <summary>The object <c>draft.json</c> of an unfinished artifact: what every process that works on it must agree on.</summary>
internal sealed record ArtifactDraft
{
    public const string FileName = "draft.json";

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Codec { get; init; }

    public required IReadOnlyList<ArtifactTensorLayout> Layout { get; init; }

    public required int RowsPerShard { get; init; }
}
