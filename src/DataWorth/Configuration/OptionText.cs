using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Curvature;
using DataWorth.Gradients;

namespace DataWorth.Configuration;

/// <summary>Values and kinds of values in words.</summary>
internal static class OptionText
{
    /// <summary>The text of a single value; "" for everything else.</summary>
    public static string Of(JsonNode? node) => (node as JsonValue)?.ToString() ?? "";

    /// <summary>A value as a message quotes it.</summary>
    public static string Show(JsonNode? node) =>
        node switch
        {
            JsonArray => "a list",
            JsonObject => "a section with keys",
            _ when Of(node) is { Length: > 0 } text => $"'{text}'",
            _ => "empty",
        };

    /// <summary>What a value can be.</summary>
    public static string Expected(Type type, RangeAttribute? range)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Expected(inner, range) + ", or null";
        }

        var kind =
            type.IsEnum ? $"one of: {string.Join(", ", Names(type))}"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) ? "a number"
            : type == typeof(bool) ? "true or false"
            : type == typeof(Damping) ? "a number of at least 0, or absolute:NUMBER"
            : type == typeof(TokenClipping) ? "a quantile above 0 and below 1, or absolute:NUMBER"
            : type == typeof(JsonObject) ? "keys with a value or a list of values each"
            : "a text";
        return range is null ? kind
            : OptionRange.Text(range) is var text && text.StartsWith("from", StringComparison.Ordinal) ? $"{kind} {text}"
            : $"{kind}, {text}";
    }

    /// <summary>Whether values of a type are numbers.</summary>
    public static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(double);

    /// <summary>The names of an enumeration's values in files; none for other types.</summary>
    public static IReadOnlyList<string> Names(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names
            ? [.. Enum.GetNames(names).Select(name => Name(names, name))]
            : [];

    /// <summary>The name of an enumeration's value in files: kebab case, and for element types what PyTorch calls them.</summary>
    public static string Name(Type type, string name) =>
        type == typeof(ScalarType) ? name.ToLowerInvariant() : JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
