using System.Text.Json.Serialization;

namespace DataWorth.Cli.Commands.Store;

/// <summary>A row of 'store ls'.</summary>
internal sealed record StoreRow
{
    /// <summary>KIND/FINGERPRINT.</summary>
    public required string Artifact { get; init; }

    /// <summary>The beginning of it that nothing else in the store has.</summary>
    [JsonIgnore]
    public string Short { get; init; } = "";

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>'whole', 'unfinished' or 'damaged', as far as its manifest shows.</summary>
    public required string State { get; init; }

    /// <summary>Whether its manifest is there.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Objects in the store.</summary>
    public required int Objects { get; init; }

    /// <summary>Bytes of the objects.</summary>
    public required long Bytes { get; init; }

    /// <summary>When the newest object was written.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>When the newest fit that refers to it was made, or made again from it; null where none does.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Names of the fits that refer to it.</summary>
    public required IReadOnlyList<string> Fits { get; init; }

    /// <summary>Their methods.</summary>
    public string? Method { get; init; }

    /// <summary>Training examples or retrainings.</summary>
    public long? Rows { get; init; }

    /// <summary>Digest of the weights, and the tracked modules.</summary>
    public string? Model { get; init; }

    /// <summary>Digest of the training data, or the task.</summary>
    public string? Data { get; init; }
}
