using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataWorth.Cli.Pipelines;

/// <summary>Writes the JSON schema of pipeline files from the records, so that editors complete and check what the reader
/// accepts.</summary>
internal static class PipelineSchema
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The schema, as checked in at pipelines/pipeline.schema.json.</summary>
    public static string ToJson() => ToJson(new PipelineDefinition(), "DataWorth pipeline");

    /// <summary>The schema of evaluation files, as checked in at pipelines/evaluation.schema.json.</summary>
    public static string EvaluationToJson() => ToJson(new EvaluationDefinition(), "DataWorth evaluation");

    private static string ToJson(object defaults, string title)
    {
        var schema = Section(defaults.GetType(), defaults);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema.ToJsonString(s_indented) + "\n";
    }

    private static JsonObject Section(Type type, object defaults)
    {
        JsonObject properties = [];
        foreach (var property in PipelineKey.PropertiesOf(type))
        {
            var value = property.GetValue(defaults)!;
            var node = PipelineKey.IsSection(property.PropertyType) ? Section(property.PropertyType, value) : Value(property, value);
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
            {
                node["description"] = description.Description;
            }

            properties[PipelineKey.Of(property)] = node;
        }

        JsonObject section = new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (type.GetCustomAttribute<DescriptionAttribute>() is { } own)
        {
            section["description"] = own.Description;
        }

        return section;
    }

    private static JsonObject Value(PropertyInfo property, object value)
    {
        var type = property.PropertyType;
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (value is IReadOnlyList<int> list)
        {
            var items = WithRange(new() { ["type"] = "integer" }, range);
            return new()
            {
                ["type"] = "array",
                ["items"] = items,
                ["default"] = new JsonArray([.. list.Select(item => (JsonNode)item)]),
            };
        }

        if (PipelineKey.ItemOf(type) is { } item)
        {
            return new()
            {
                ["type"] = "array",
                ["items"] =
                    item == typeof(string) ? new JsonObject { ["type"] = "string" } : Section(item, Activator.CreateInstance(item)!),
            };
        }

        if (type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))
        {
            JsonObject single = new() { ["type"] = Scalars() };
            JsonObject several = new()
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = Scalars() },
            };
            return new()
            {
                ["type"] = "object",
                ["additionalProperties"] = new JsonObject { ["anyOf"] = new JsonArray(single, several) },
            };
        }

        if (type.IsEnum)
        {
            JsonArray names = [.. PipelineKey.ValuesOf(type).Select(name => (JsonNode)name)];
            return new()
            {
                ["type"] = "string",
                ["enum"] = names,
                ["default"] = PipelineKey.Of(value.ToString()!),
            };
        }

        JsonObject node = new()
        {
            ["type"] =
                type == typeof(int) ? "integer"
                : type == typeof(double) ? "number"
                : "string",
            ["default"] = JsonSerializer.SerializeToNode(value, type),
        };
        return WithRange(node, range);
    }

    private static JsonArray Scalars() => ["string", "number", "boolean"];

    private static JsonObject WithRange(JsonObject node, RangeAttribute? range)
    {
        if (range is not null)
        {
            node["minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
            node["maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
        }

        return node;
    }
}
