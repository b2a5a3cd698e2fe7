using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using DataWorth.Curvature;
using DataWorth.Gradients;

namespace DataWorth.Configuration;

/// <summary>Writes the JSON schema of option records, so that editors complete and check what <see cref="OptionsBinder"/>
/// accepts.</summary>
public static class OptionsSchema
{
    private static readonly JsonSchemaExporterOptions s_exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    };

    /// <summary>The schema of a record, with descriptions, ranges and defaults.</summary>
    /// <param name="defaults">A record with the defaults.</param>
    /// <param name="title">Title of the schema.</param>
    /// <param name="json">How values are read, of <see cref="OptionsJson.Create"/>; null for no choices of types.</param>
    public static JsonObject Of(object defaults, string title, JsonSerializerOptions? json = null)
    {
        json = new JsonSerializerOptions(json ?? OptionsJson.Default) { NumberHandling = JsonNumberHandling.Strict };
        var schema = (JsonObject)json.GetJsonSchemaAsNode(defaults.GetType(), s_exporter);
        AddDefaults(schema, defaults, json);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = type != context.TypeInfo.Type;
        var schema =
            type.IsEnum ? Names(type, isNullable)
            : type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
            : type == typeof(Damping) ? new JsonObject { ["type"] = new JsonArray("number", "string") }
            : type == typeof(TokenClipping) ? new JsonObject { ["type"] = new JsonArray("number", "string", "null") }
            : type == typeof(JsonObject) ? new JsonObject { ["type"] = "object" }
            : (JsonObject)node;
        if (Attribute<RangeAttribute>(context) is { } range)
        {
            AddRange(schema["items"] as JsonObject ?? schema, range);
        }

        if (Attribute<DescriptionAttribute>(context) is { } description)
        {
            schema["description"] = description.Description;
        }

        return schema;
    }

    private static JsonObject Names(Type type, bool isNullable)
    {
        JsonArray names = [.. OptionText.Names(type).Select(name => (JsonNode)name)];
        if (isNullable)
        {
            names.Add(null);
        }

        return new() { ["enum"] = names };
    }

    private static T? Attribute<T>(JsonSchemaExporterContext context)
        where T : Attribute =>
        (context.PropertyInfo?.AttributeProvider ?? (context.PropertyInfo is null ? context.TypeInfo.Type : null))
            ?.GetCustomAttributes(typeof(T), true)
            .OfType<T>()
            .FirstOrDefault();

    private static void AddRange(JsonObject schema, RangeAttribute range)
    {
        schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
        if (!OptionRange.IsOpen(range))
        {
            schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
        }
    }

    private static void AddDefaults(JsonObject schema, object defaults, JsonSerializerOptions json)
    {
        foreach (var property in json.GetTypeInfo(defaults.GetType()).Properties)
        {
            var inner = (JsonObject)schema["properties"]![property.Name]!;
            var value = property.Get!(defaults);
            if (inner["anyOf"] is JsonArray choices)
            {
                var types = json.GetTypeInfo(property.PropertyType).PolymorphismOptions!.DerivedTypes;
                foreach (var (choice, type) in choices.Zip(types))
                {
                    AddDefaults((JsonObject)choice!, json.GetTypeInfo(type.DerivedType).CreateObject!(), json);
                }
            }
            else if (inner["properties"] is not null && value is not null)
            {
                AddDefaults(inner, value, json);
            }
            else if (inner["items"] is JsonObject items && items["properties"] is not null)
            {
                var element = json.GetTypeInfo(json.GetTypeInfo(property.PropertyType).ElementType!);
                AddDefaults(items, element.CreateObject!(), json);
            }
            else
            {
                inner["default"] = JsonSerializer.SerializeToNode(value, property.PropertyType, json);
            }
        }
    }
}
