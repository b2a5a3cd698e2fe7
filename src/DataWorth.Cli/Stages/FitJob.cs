using System.Text.Json.Nodes;
using DataWorth.Cli.Fits.Subjects;

namespace DataWorth.Cli.Stages;

/// <summary>What the stages of a fit are told, each as much as it needs.</summary>
internal sealed record FitJob
{
    /// <summary>Training data and model.</summary>
    public required SubjectDefinition Subject { get; init; }

    /// <summary>Fingerprint of the training data.</summary>
    public required string DataDigest { get; init; }

    /// <summary>Fingerprint of the files of the model; null where there are none.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>The method; null in stages that know none.</summary>
    public string? Method { get; init; }

    /// <summary>Its options as texts.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Name of the fit.</summary>
    public string? Name { get; init; }

    /// <summary>The section of the queries; null in stages that need none.</summary>
    public JsonObject? Queries { get; init; }

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
