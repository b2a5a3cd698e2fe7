using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>Options of the local engine.</summary>
public sealed record LocalEngineOptions : EngineOptions
{
    /// <summary>Processes that compute at a time; 0 (the default) computes in this process, one shard after another.</summary>
    [Description("Processes that compute at a time; 0 computes in this process, one shard after another.")]
    [Range(0, 1024)]
    public int Processes { get; init; }

    /// <summary>Bytes of memory that the shards of all processes may take together, by the plan's prediction; null (the default) for what
    /// is free.</summary>
    [Description("Bytes of memory that the shards of all processes may take together, by the plan's prediction; null for what is free.")]
    [Range(1, double.MaxValue)]
    public double? MemoryBytes { get; init; }

    /// <summary>Tries of a shard before the run fails. Default 3.</summary>
    [Description("Tries of a shard before the run fails.")]
    [Range(1, 100)]
    public int Attempts { get; init; } = 3;
}
