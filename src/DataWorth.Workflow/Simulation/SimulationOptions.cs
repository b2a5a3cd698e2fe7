using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Workflow.Simulation;

/// <summary>What a plan is imagined to run on.</summary>
public sealed record SimulationOptions
{
    /// <summary>Workers that compute one shard at a time each.</summary>
    [Description("Workers that compute one shard at a time each.")]
    [Range(1, 1_000_000)]
    public int Workers { get; init; } = 1;

    /// <summary>Seconds that the engine takes for each shard beside its work. Default 0.04, the durable engine's.</summary>
    [Description("Seconds that the engine takes for each shard beside its work.")]
    [Range(0, 86_400.0)]
    public double ShardSeconds { get; init; } = 0.04;

    /// <summary>Seconds between the end of a stage and the beginning of the next. Default 1.</summary>
    [Description("Seconds between the end of a stage and the beginning of the next.")]
    [Range(0, 86_400.0)]
    public double StageSeconds { get; init; } = 1;

    /// <summary>How much faster a worker is than those that were measured. Default 1.</summary>
    [Description("How much faster a worker is than those that were measured.")]
    [Range(0.000001, 1e9)]
    public double Speed { get; init; } = 1;

    /// <summary>Processor cores that all workers share, as processes of one machine do. Default 0: each worker has its own.</summary>
    [Description("Processor cores that all workers share, as processes of one machine do; 0: each has its own.")]
    [Range(0, 1_000_000)]
    public int Cores { get; init; }

    /// <summary>What is left of a core's speed when all of <see cref="Cores"/> are busy: cores of a machine share its memory, and some are halves of
    /// one. Default 1.</summary>
    [Description("What is left of a core's speed when all shared cores are busy; measured on this machine where it is not given.")]
    [Range(0.01, 1.0)]
    public double SharedSpeed { get; init; } = 1;

    /// <summary>Floating-point operations of the model per second of a worker, such as 4e14 for an H100 at 40 % of what it can. Default 0: as
    /// fast as the measured workers.</summary>
    [Description("Floating-point operations of the model per second of a worker, such as 4e14; 0 for the rates of earlier runs.")]
    [Range(0, 1e21)]
    public double Flops { get; init; }

    /// <summary>Bytes per second between a worker and the store. Default 0: what was measured has it in it.</summary>
    [Description("Bytes per second between a worker and the store; 0: what was measured has it in it.")]
    [Range(0, 1e15)]
    public double Bandwidth { get; init; }

    /// <summary>Price of a worker's hour, in whatever money. Default 0.</summary>
    [Description("Price of a worker's hour, in whatever money.")]
    [Range(0, 1e9)]
    public double Price { get; init; }
}
