using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>Options of the Slurm engine. What is null is left to the cluster.</summary>
public sealed record SlurmEngineOptions : EngineOptions
{
    /// <summary>Partition of the jobs.</summary>
    [Description("Partition of the jobs; null for the cluster's default.")]
    public string? Partition { get; init; }

    /// <summary>Account that is charged.</summary>
    [Description("Account that is charged; null for the user's default.")]
    public string? Account { get; init; }

    /// <summary>Time limit of a shard, as Slurm reads it (minutes, hours:minutes:seconds, days-hours).</summary>
    [Description("Time limit of a shard, as Slurm reads it (minutes, hours:minutes:seconds, days-hours); null for the partition's.")]
    public string? TimeLimit { get; init; }

    /// <summary>Megabytes of memory of a shard.</summary>
    [Description("Megabytes of memory of a shard; null for the partition's.")]
    [Range(1, int.MaxValue)]
    public int? MemoryMb { get; init; }

    /// <summary>Processors of a shard.</summary>
    [Description("Processors of a shard.")]
    [Range(1, 4096)]
    public int Processors { get; init; } = 1;

    /// <summary>Shards of a stage that run at a time; null for as many as fit.</summary>
    [Description("Shards of a stage that run at a time; null for as many as fit.")]
    [Range(1, int.MaxValue)]
    public int? Running { get; init; }

    /// <summary>Further arguments of sbatch, such as --gres=gpu:1.</summary>
    [Description("Further arguments of sbatch, such as --gres=gpu:1.")]
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Lines of the job's script before the program, such as 'module load dotnet'.</summary>
    [Description("Lines of the job's script before the program, such as 'module load dotnet'.")]
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>Folder on a shared disk for what jobs print. Default ".dataworth/slurm".</summary>
    [Description("Folder on a shared disk for what jobs print.")]
    public string Logs { get; init; } = ".dataworth/slurm";

    /// <summary>Tries of a shard before it fails. Default 3.</summary>
    [Description("Tries of a shard before it fails.")]
    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>Most tasks of a job array: below the cluster's MaxArraySize. Default 1000.</summary>
    [Description("Most tasks of a job array: below the cluster's MaxArraySize.")]
    [Range(1, 4_000_000)]
    public int ArraySize { get; init; } = 1000;

    /// <summary>Seconds between two looks at a run that is waited for. Default 5.</summary>
    [Description("Seconds between two looks at a run that is waited for.")]
    [Range(0.05, 3600)]
    public double PollSeconds { get; init; } = 5;
}
