using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DataWorth.Artifacts;
using DataWorth.Stages;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Stages;

/// <summary>A shard that is computed.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Shard">Index from 0.</param>
/// <param name="Records">What the stages before left.</param>
/// <param name="Session">Data and models that stay open.</param>
/// <param name="CancellationToken">Stops.</param>
internal sealed record StageContext(
    Plan Plan,
    PlanStage Stage,
    int Shard,
    ShardRecords Records,
    StageSession Session,
    CancellationToken CancellationToken
)
{
    /// <summary>The command that makes a page again: the resolved pipeline lies beside it.</summary>
    public const string Again = "dataworth run pipeline.json";

    private static readonly JsonSerializerOptions s_results = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a score can be infinite
    };

    /// <summary>The store.</summary>
    public IArtifactStore Store => Records.Store;

    /// <summary>The shard's share of the rows.</summary>
    public Part Part => new(Shard, Stage.Shards);

    /// <summary>The settings of a stage of a fit.</summary>
    public FitJob Job => Session.Json.Read<FitJob>(Stage.Settings);

    /// <summary>The stage of a kind that comes before this one.</summary>
    public PlanStage Before(string kind) => Plan.Before(Stage).Last(stage => stage.Kind == kind);

    /// <summary>The key of the artifact that the stage of a kind before this one left; null where there is no such stage.</summary>
    public string? ArtifactOf(string kind) =>
        Plan.Before(Stage).LastOrDefault(stage => stage.Kind == kind) is { } stage
            ? Records.Read(stage, 0, CancellationToken).Artifacts[0]
            : null;

    /// <summary>The small result that the stage of a kind before this one left.</summary>
    public T ResultOf<T>(string kind) => FromResult<T>(Records.Read(Before(kind), 0, CancellationToken).Result);

    /// <summary>A small result.</summary>
    public static JsonNode ToResult<T>(T value) => JsonSerializer.SerializeToNode(value, s_results)!;

    /// <summary>What was made a small result.</summary>
    public static T FromResult<T>(JsonNode? result) => result.Deserialize<T>(s_results)!;
}
