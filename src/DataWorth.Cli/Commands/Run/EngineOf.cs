using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Stages;
using DataWorth.Configuration;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Runs;
using Serilog;

namespace DataWorth.Cli.Commands.Run;

/// <summary>Makes the engines of commands.</summary>
internal static class EngineOf
{
    private static readonly JsonSerializerOptions s_json = OptionsJson.Create(EngineTable.Choice);

    /// <summary>An engine over a store.</summary>
    /// <param name="options">Options of the engine.</param>
    /// <param name="context">What it is told.</param>
    public static IEngine Create(EngineOptions options, EngineContext context) => EngineTable.Of(options).Create(options, context);

    /// <summary>What engines are told of this program.</summary>
    /// <param name="store">The store.</param>
    /// <param name="address">Address of its store.</param>
    /// <param name="json">Settings as JSON.</param>
    /// <param name="progress">Shows how far the run is; null for nobody.</param>
    /// <param name="log">The log; null for none.</param>
    public static EngineContext Context(
        IArtifactStore store,
        string address,
        StageJson? json,
        RunProgressDisplay? progress,
        ILogger? log = null
    ) =>
        new()
        {
            Store = store,
            StoreAddress = StoreAddress.Full(address),
            Program = ProgramCommand.Words,
            CreateWork = () => new PipelineWork(store, json!, progress, log), // an engine that is only asked makes none
            Progress = progress,
            Variable = Environment.GetEnvironmentVariable,
        };

    /// <summary>Options of an engine as the store keeps them with a run.</summary>
    public static JsonNode Write(EngineOptions options) => JsonSerializer.SerializeToNode(options, s_json)!;

    /// <summary>The engine that a run was last given to; null where none is known, or this program knows it no more.</summary>
    public static EngineOptions? Last(RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return folder.ReadEngine(cancellationToken)?.Deserialize<EngineOptions>(s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Asks the engine that a run was last given to.</summary>
    /// <param name="context">The command.</param>
    /// <param name="folder">The run.</param>
    /// <param name="address">Address of its store.</param>
    /// <param name="ask">The question.</param>
    /// <param name="silence">What is said where the engine does not answer: its name, and why.</param>
    /// <param name="nothing">What there is where no engine is known, or it does not answer.</param>
    public static T Ask<T>(
        CommandContext context,
        RunFolder folder,
        string address,
        Func<IEngine, Task<T>> ask,
        Func<string, string, T> silence,
        T nothing
    )
    {
        return Last(folder, context.CancellationToken) is { } options ? AskAsync().GetAwaiter().GetResult() : nothing;

        async Task<T> AskAsync()
        {
            try
            {
                var engine = Create(options, Context(folder.Store, address, json: null, progress: null));
                await using var held = engine.ConfigureAwait(false);
                return await ask(engine).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return silence(EngineTable.Of(options).Name, ErrorText.MessageOf(exception));
            }
        }
    }
}
