using DataWorth.Models.Networks;

namespace DataWorth.Models.Training;

/// <summary>What a checkpoint says of itself.</summary>
public sealed record CheckpointMetadata
{
    /// <summary>Version of the program that wrote it; null if another program did.</summary>
    public string? ProgramVersion { get; init; }

    /// <summary>Shape of the network; null if unknown.</summary>
    public NetworkOptions? Network { get; init; }

    /// <summary>What was left out in front of all names to fit the network, such as "_orig_mod.module."; "" for nothing. Known once it is
    /// loaded.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>How it was trained; null if unknown.</summary>
    public TrainingOptions? Training { get; init; }
}
