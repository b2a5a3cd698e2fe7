using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace DataWorth.Configuration;

/// <summary>Lists the options of a record: what <see cref="OptionsBinder"/> accepts, for help and documentation.</summary>
public static class OptionsList
{
    /// <summary>The options in the order of their definition, those of a base record first.</summary>
    /// <param name="defaults">A record with the defaults.</param>
    /// <param name="json">How values are read, of <see cref="OptionsJson.Create"/>; null for no choices of types.</param>
    public static IReadOnlyList<OptionDescription> Of(object defaults, JsonSerializerOptions? json = null) =>
        [.. Of(defaults, "", json ?? OptionsJson.Default)];

    private static IEnumerable<OptionDescription> Of(object defaults, string prefix, JsonSerializerOptions json)
    {
        foreach (var property in json.GetTypeInfo(defaults.GetType()).Properties)
        {
            var value = property.Get!(defaults);
            if (value is not null && json.GetTypeInfo(value.GetType()).Kind == JsonTypeInfoKind.Object && !IsOpen(property.PropertyType))
            {
                foreach (var inner in Of(value, $"{prefix}{property.Name}.", json))
                {
                    yield return inner;
                }

                continue;
            }

            yield return new(
                prefix + property.Name,
                Expected(property, json),
                Text(JsonSerializer.SerializeToNode(value, property.PropertyType, json)),
                Attribute<DescriptionAttribute>(property)?.Description ?? ""
            );
        }
    }

    private static string Expected(JsonPropertyInfo property, JsonSerializerOptions json)
    {
        var (type, range) = (property.PropertyType, Attribute<RangeAttribute>(property));
        var info = json.GetTypeInfo(type);
        return info.Kind != JsonTypeInfoKind.Enumerable ? OptionText.Expected(type, range)
            : json.GetTypeInfo(info.ElementType!) is { PolymorphismOptions.DerivedTypes: { } choices }
                ? $"a list of: {string.Join(", ", choices.Select(choice => choice.TypeDiscriminator))}"
            : $"a list, each {OptionText.Expected(info.ElementType!, range)}";
    }

    private static string Text(JsonNode? node) =>
        node switch
        {
            null => "null",
            JsonArray items => $"[{string.Join(", ", items.Select(Text))}]",
            JsonObject { Count: 0 } => "{}",
            _ => OptionText.Of(node) is { Length: > 0 } text ? text : "''",
        };

    private static bool IsOpen(Type type) => type == typeof(JsonObject);

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
