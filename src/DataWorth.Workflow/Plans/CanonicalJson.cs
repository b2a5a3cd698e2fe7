using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DataWorth.Workflow.Plans;

/// <summary>JSON of which equal values have equal bytes: keys in ordinal order, no white space, kebab case, null left out.</summary>
internal static class CanonicalJson
{
    /// <summary>How records of this library become JSON.</summary>
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
        };

    /// <summary>The bytes of a value.</summary>
    public static byte[] Write<T>(T value) =>
        Encoding.UTF8.GetBytes(Sorted(JsonSerializer.SerializeToNode(value, Options))?.ToJsonString() ?? "null");

    /// <summary>The value of bytes.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new JsonException("null");

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject section => new JsonObject(
                section
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            // Texts are escaped in one way, from wherever they come.
            JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(text),
            _ => node?.DeepClone(),
        };
}
