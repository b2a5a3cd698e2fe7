namespace DataWorth.Artifacts;

/// <summary>What an artifact holds; committed last, so that an artifact is whole when its manifest is there. FORMAT.md describes each
/// member.</summary>
public sealed record ArtifactManifest
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "dataworth-artifact";

    /// <summary>The version that this program writes and reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the format, <see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>What the artifact is.</summary>
    public required string Kind { get; init; }

    /// <summary>The fingerprint of everything that it was made from.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How rows are encoded, a word between those who write and those who score: <c>float32</c>, <c>int8</c> …</summary>
    public required string Codec { get; init; }

    /// <summary>The tensors that every row has; empty for an artifact without rows.</summary>
    public required IReadOnlyList<ArtifactTensorLayout> Layout { get; init; }

    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of every shard but the last.</summary>
    public required int RowsPerShard { get; init; }

    /// <summary>The files of rows, in the order of rows.</summary>
    public required IReadOnlyList<ArtifactShard> Shards { get; init; }

    /// <summary>The file of example ids, a JSON array of texts in the order of rows; null when there are no rows.</summary>
    public required ArtifactFile? Ids { get; init; }

    /// <summary>Safetensors files of named tensors, such as statistics.</summary>
    public required IReadOnlyList<ArtifactTensors> Tensors { get; init; }

    /// <summary>The options that the fingerprint was made from, for messages and people.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>What made the artifact: program version, libtorch, BLAS, threads. Nothing about the host and no time.</summary>
    public required IReadOnlyDictionary<string, string> Provenance { get; init; }

    /// <summary>Digest of the manifest file with the 64 digits of this digest replaced by '0' (<see cref="ContentDigest"/>).</summary>
    public required string Checksum { get; init; }

    /// <summary>The artifact's key.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ArtifactKey Key => new(Kind, Fingerprint);

    /// <summary>Bytes of all files but the manifest.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long ContentBytes => Shards.Sum(shard => shard.Bytes) + Tensors.Sum(file => file.Bytes) + (Ids?.Bytes ?? 0);

    /// <summary>The files that the manifest vouches for, with their bytes and hashes: shards, then ids, then tensors.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ArtifactFile> Files =>
        [
            .. Shards.Select(shard => new ArtifactFile(shard.File, shard.Bytes, shard.Digest)),
            .. Ids is null ? Array.Empty<ArtifactFile>() : [Ids],
            .. Tensors.Select(tensors => new ArtifactFile(tensors.File, tensors.Bytes, tensors.Digest)),
        ];
}
