using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Workflow.Engines;

/// <summary>A row of the table of engines.</summary>
/// <param name="Name">Name in files and on the command line.</param>
/// <param name="Summary">What it runs on, in one line.</param>
/// <param name="Options">Type of its options.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="Create">Makes it; nothing is asked of a server yet.</param>
public sealed record EngineDescription(
    string Name,
    string Summary,
    Type Options,
    EngineCapabilities Capabilities,
    Func<EngineOptions, EngineContext, IEngine> Create
)
{
    /// <summary>Writes what the engine would submit for the shards that are missing, for people and other tools; null where there is nothing
    /// to see.</summary>
    public Func<EngineOptions, EngineContext, RunFolder, Plan, CancellationToken, string>? Render { get; init; }

    /// <summary>Computes shards of all runs that the engine has, until it is stopped: what 'dataworth worker' does. Null (the default) for
    /// engines that need no workers.</summary>
    public Func<EngineOptions, EngineContext, CancellationToken, Task>? Work { get; init; }

    /// <summary>Makes a row.</summary>
    /// <param name="name">Name in files and on the command line.</param>
    /// <param name="summary">What it runs on, in one line.</param>
    /// <param name="capabilities">What it can do.</param>
    /// <param name="create">Makes it.</param>
    public static EngineDescription Of<TOptions>(
        string name,
        string summary,
        EngineCapabilities capabilities,
        Func<TOptions, EngineContext, IEngine> create
    )
        where TOptions : EngineOptions =>
        new(name, summary, typeof(TOptions), capabilities, (options, context) => create((TOptions)options, context));
}
