using DataWorth.Configuration;
using DataWorth.Workflow.Azure.Durable;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Kubernetes;
using DataWorth.Workflow.Engines.Local;
using DataWorth.Workflow.Engines.Slurm;

namespace DataWorth.Cli.Pipelines;

/// <summary>All engines: what pipeline files, the command line and the contract tests pick them from.</summary>
internal static class EngineTable
{
    /// <summary>The key in a pipeline file that names the engine.</summary>
    public const string Key = "kind";

    /// <summary>The engines; the first is the default.</summary>
    public static IReadOnlyList<EngineDescription> Engines { get; } =
    [LocalEngine.Description, DurableEngine.Description, SlurmEngine.Description, KubernetesEngine.Description];

    /// <summary>The choice of an engine by its name.</summary>
    public static OptionChoice Choice { get; } =
        new(typeof(EngineOptions), Key, [.. Engines.Select(engine => (engine.Name, engine.Options))]);

    /// <summary>The engine that options belong to.</summary>
    public static EngineDescription Of(EngineOptions options) => Engines.Single(engine => engine.Options == options.GetType());
}
