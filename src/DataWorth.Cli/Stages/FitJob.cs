using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Stages;

/// <summary>What the stages of a fit are told, each as much as it needs.</summary>
internal sealed record FitJob
{
    /// <summary>The training data.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>Fingerprint of their rows.</summary>
    public required string DataDigest { get; init; }

    /// <summary>The model.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Fingerprint of the checkpoint and the assembly; null where there are none.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>How it is trained; null where it has a checkpoint.</summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>The method; null in stages that know none.</summary>
    public string? Method { get; init; }

    /// <summary>Its options as texts.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Name of the fit.</summary>
    public string? Name { get; init; }

    /// <summary>The queries; null in stages that need none.</summary>
    public DataOptions? Queries { get; init; }

    /// <summary>Fingerprint of their rows.</summary>
    public string? QueriesDigest { get; init; }

    /// <summary>Whether the queries' labels are explained; else what the model predicts.</summary>
    public bool ExplainsLabels { get; init; }

    /// <summary>Neighbours on each side.</summary>
    public int TopK { get; init; }

    /// <summary>Suspects that are listed.</summary>
    public int Suspects { get; init; }

    /// <summary>Threads of a shard; null for all.</summary>
    public int? Threads { get; init; }
}
