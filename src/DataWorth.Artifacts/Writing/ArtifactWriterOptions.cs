namespace DataWorth.Artifacts;

/// <summary>How an artifact is written, and what its manifest says of its making.</summary>
public sealed record ArtifactWriterOptions
{
    /// <summary>How rows are encoded, a word between those who write and those who score. Default <c>float32</c>.</summary>
    public string Codec { get; init; } = "float32";

    /// <summary>Number of rows of the artifact, at least 0. Default 0: named tensors only.</summary>
    public long RowCount { get; init; }

    /// <summary>Bytes of rows that a shard should not exceed, at least 1. Default 64 MiB. A shard takes the largest power of two of rows
    /// (at most 65,536) that fits, and at least one row.</summary>
    public long ShardBytes { get; init; } = 64L << 20;

    /// <summary>Rows of every shard but the last, at least 1. Default null: from <see cref="ShardBytes"/>.</summary>
    public int? RowsPerShard { get; init; }

    /// <summary>The options that the fingerprint was made from (<see cref="FingerprintBuilder.Options"/>). Default empty.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>What makes the artifact: program version, libtorch, BLAS, threads. Must be the same when a killed run is repeated, so
    /// nothing about the host and no time. Default empty.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new Dictionary<string, string>();
}
