using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Cli.Pipelines;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Stages;

/// <summary>Settings and results of stages as JSON.</summary>
/// <param name="tasks">The tasks that an evaluation can name.</param>
internal sealed class StageJson(IReadOnlyList<TaskDescription> tasks)
{
    private readonly JsonSerializerOptions _json = PipelineJson.Create(tasks);

    /// <summary>The tasks.</summary>
    public IReadOnlyList<TaskDescription> Tasks => tasks;

    /// <summary>A value as JSON.</summary>
    public JsonObject Write<T>(T value) => (JsonObject)JsonSerializer.SerializeToNode(value, _json)!;

    /// <summary>A value from JSON.</summary>
    public T Read<T>(JsonNode? node) => node.Deserialize<T>(_json) ?? throw new JsonException("The settings of the stage are missing.");
}
