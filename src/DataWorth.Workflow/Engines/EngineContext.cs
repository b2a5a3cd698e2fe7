using DataWorth.Artifacts;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines;

/// <summary>What an engine is told about the program that it runs.</summary>
public sealed record EngineContext
{
    /// <summary>Address of the store, as other processes are to open it.</summary>
    public required string StoreAddress { get; init; }

    /// <summary>The store, as this process has opened it.</summary>
    public required IArtifactStore Store { get; init; }

    /// <summary>The command line that begins the program: a path, or 'dotnet' and a path.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Makes a worker for this process.</summary>
    public required Func<IStageWork> CreateWork { get; init; }

    /// <summary>Lines that the work of this process has logged since the last call; null for none.</summary>
    public Func<IReadOnlyList<string>>? TakeLog { get; init; }

    /// <summary>Values of the environment by name, for engines whose servers are named there. Default: none.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Told how far the run is; null for nobody.</summary>
    public IRunProgress? Progress { get; init; }

    /// <summary>The command line of a shard in a process of its own.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="shard">Index from 0, or a variable that stands for it; null where the environment says it.</param>
    public IReadOnlyList<string> ShardCommand(RunFolder folder, string stage, string? shard) =>
        [
            .. Program,
            "shard",
            "--plan",
            folder.Digest,
            "--stage",
            stage,
            .. shard is null ? Array.Empty<string>() : ["--shard", shard],
            "--store",
            StoreAddress,
        ];
}
