using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Cli.Commands.Quickstart;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Tasks;
using DataWorth.Methods;

namespace DataWorth.Cli.Pipelines;

/// <summary>The JSON schemas of files, as they lie in the folder pipelines.</summary>
internal static class PipelineSchema
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema of quickstart files, pipelines/quickstart.schema.json.</summary>
    public static string OfQuickstarts() => Write(OptionsSchema.Of(new QuickstartDefinition(), "DataWorth quickstart"));

    /// <summary>The schema of pipeline files, pipelines/pipeline.schema.json.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public static string OfPipelines(IReadOnlyList<TaskDescription> tasks)
    {
        var json = PipelineJson.Create(tasks);
        var schema = OptionsSchema.Of(new PipelineDefinition(), "DataWorth pipeline", json);
        schema["properties"]!["methods"]!["additionalProperties"] = new JsonObject
        {
            ["anyOf"] = new JsonArray([.. MethodTable.Methods.Select(row => (JsonNode)OfMethod(row))]),
        };
        var kinds = SubjectTable.Kinds.Reverse().ToList();
        schema["properties"]!["data"] = OfData("The training data", kinds, kind => null);
        schema["properties"]!["queries"] = OfData(
            "The rows whose predictions are explained, or the texts",
            kinds,
            kind => [.. kind.QueryOptions, .. kind.PlanOptions.SelectMany(TypedData.Names)]
        );
        return Write(schema);
    }

    private static JsonObject OfData(string description, IEnumerable<SubjectKind> kinds, Func<SubjectKind, IReadOnlyList<string>?> names)
    {
        JsonArray any = [];
        foreach (var kind in kinds)
        {
            JsonObject properties = [];
            foreach (var group in kind.DataOptions.Concat(kind.PlanOptions))
            {
                var options = OptionsSchema.Of(Activator.CreateInstance(group.Record)!, "")["properties"]!.AsObject();
                foreach (
                    var (name, option) in options.Where(option =>
                        names(kind)?.Contains(group.Prefix + option.Key) ?? true || option.Key == "path"
                    )
                )
                {
                    properties[group.Prefix + name] = option!.DeepClone();
                }
            }

            any.Add(
                new JsonObject
                {
                    ["title"] = kind.Data,
                    ["type"] = "object",
                    ["properties"] = properties,
                    ["additionalProperties"] = false,
                }
            );
        }

        return new() { ["description"] = description + ".", ["anyOf"] = any };
    }

    private static JsonObject OfMethod(MethodDescription method)
    {
        var schema = OptionsSchema.Of(method.DefaultOptions(), method.Title);
        schema.Remove("$schema");
        schema["description"] = method.Summary + ".";
        schema["properties"]!.AsObject().Insert(0, PipelineMethods.Key, new JsonObject { ["const"] = method.Name });
        return schema;
    }

    /// <summary>The schema of evaluation files, pipelines/evaluation.schema.json.</summary>
    /// <param name="tasks">The tasks that a file can name.</param>
    public static string OfEvaluations(IReadOnlyList<TaskDescription> tasks)
    {
        var schema = OptionsSchema.Of(new EvaluationDefinition(), "DataWorth evaluation", TaskTable.Json(tasks));
        var method = schema["properties"]!["methods"]!["items"]!.AsObject();
        method["required"] = new JsonArray("method");
        var name = method["properties"]!["method"]!.AsObject();
        name.Remove("default");
        name["enum"] = new JsonArray([.. MethodTable.Methods.Select(row => (JsonNode)row.Name)]);
        return Write(schema);
    }

    private static string Write(JsonObject schema) => schema.ToJsonString(s_indented) + "\n";
}
