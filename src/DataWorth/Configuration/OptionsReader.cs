using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DataWorth.Text;

namespace DataWorth.Configuration;

/// <summary>Walks over values and the contract of a record together; <see cref="JsonSerializer"/> reads the leaves.</summary>
/// <param name="json">How values are read.</param>
/// <param name="splitsLists">Whether a text with commas can be a list, as on a command line.</param>
internal sealed class OptionsReader(JsonSerializerOptions json, bool splitsLists = false)
{
    /// <summary>A copy of options with values set.</summary>
    public object Read(JsonNode? values, Type type, object? options, string where) =>
        Section(json.GetTypeInfo(type), values, options, "", where);

    private object Section(JsonTypeInfo info, JsonNode? node, object? current, string path, string where)
    {
        var values = node as JsonObject;
        if (values is null)
        {
            Throw.OptionValue(path, where, OptionText.Show(node), $"keys: {string.Join(", ", Names(info))}", null);
        }

        var choice = info.PolymorphismOptions;
        if (choice is not null)
        {
            (info, current) = (Choose(choice, values, path, where), null);
        }

        var options = current?.GetType().GetMethod("<Clone>$")?.Invoke(current, null) ?? info.CreateObject!();
        foreach (var (key, value) in values.Where(entry => entry.Key != choice?.TypeDiscriminatorPropertyName))
        {
            var inner = Join(path, key);
            var property = info.Properties.FirstOrDefault(property => property.Name == key);
            if (property is null)
            {
                Throw.UnknownOption(inner, key, where, Names(info), ClosestName.Of(key, Names(info)));
            }

            property.Set!(options, Value(property, value, property.Get!(options), inner));
        }

        Validate(options, path);
        return options;
    }

    private object? Value(JsonPropertyInfo property, JsonNode? node, object? current, string path)
    {
        var info = json.GetTypeInfo(property.PropertyType);
        var range = property.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), true).OfType<RangeAttribute>().FirstOrDefault();
        var where = $"'{property.Name}'";
        if (property.IsSetNullable && (node is null || OptionText.Of(node) == "null"))
        {
            return null;
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Section(info, node, current, path, where),
            JsonTypeInfoKind.Enumerable => List(json.GetTypeInfo(info.ElementType!), node, range, path, where),
            _ => Leaf(info, node, range, path, where),
        };
    }

    // A number, a text, a truth value, a name of an enumeration, or what else has a converter.
    private object? Leaf(JsonTypeInfo info, JsonNode? node, RangeAttribute? range, string path, string where)
    {
        if (node is JsonValue || node?.GetType() == info.Type)
        {
            try
            {
                var value = node.Deserialize(info);
                if (
                    value is not (null or double.NaN or double.PositiveInfinity or double.NegativeInfinity)
                    && (range is null || OptionRange.Contains(range, value))
                )
                {
                    return value;
                }
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException)
            {
                // Said below, in one voice for all kinds of values.
            }
        }

        var nearest = ClosestName.Of(OptionText.Of(node), OptionText.Names(info.Type));
        Throw.OptionValue(path, where, OptionText.Show(node), OptionText.Expected(info.Type, range), nearest);
        return null;
    }

    private Array List(JsonTypeInfo element, JsonNode? node, RangeAttribute? range, string path, string where)
    {
        var values = node as JsonArray ?? (splitsLists && node is JsonValue ? Split(OptionText.Of(node)) : null);
        if (values is null)
        {
            var example = OptionText.IsNumber(element.Type) ? " such as [512, 256]" : "";
            Throw.OptionValue(path, where, OptionText.Show(node), $"a list{example}", null);
        }

        var items = Array.CreateInstance(element.Type, values.Count);
        for (var i = 0; i < items.Length; i++)
        {
            var inner = $"{path}[{i}]";
            items.SetValue(
                element.Kind == JsonTypeInfoKind.Object
                    ? Section(element, values[i], null, inner, $"an item of {where}")
                    : Leaf(element, values[i], range, inner, where),
                i
            );
        }

        return items;
    }

    private static JsonArray Split(string text)
    {
        var items = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        var texts = items.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. texts.Select(text => JsonValue.Create(text))];
    }

    // The type of a record that a name in the values chooses.
    private JsonTypeInfo Choose(JsonPolymorphismOptions choice, JsonObject values, string path, string where)
    {
        var key = choice.TypeDiscriminatorPropertyName;
        var name = OptionText.Of(values[key]);
        if (choice.DerivedTypes.FirstOrDefault(type => Equals(type.TypeDiscriminator, name)).DerivedType is { } chosen)
        {
            return json.GetTypeInfo(chosen);
        }

        var known = choice.DerivedTypes.Select(type => (string)type.TypeDiscriminator!).ToList();
        var expected = $"one of: {string.Join(", ", known)}";
        if (!values.ContainsKey(key))
        {
            Throw.NoOption(path, key, where, expected);
        }

        Throw.OptionValue(Join(path, key), $"'{key}'", OptionText.Show(values[key]), expected, ClosestName.Of(name, known));
        return null;
    }

    private static void Validate(object options, string path)
    {
        try
        {
            (options as IValidatedOptions)?.Validate();
        }
        catch (OptionException exception)
        {
            throw new OptionException(Join(path, exception.Path), exception.Message, exception);
        }
        catch (ArgumentException exception)
        {
            // ArgumentOutOfRangeException adds "Actual value was ..." on a line of its own.
            var message = exception.Message.Split('\n')[0].Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
            throw new OptionException(Join(path, OptionRules.Key(exception.ParamName ?? "")), message, exception);
        }
    }

    private static string Join(string path, string key) =>
        path.Length == 0 ? key
        : key.Length == 0 ? path
        : $"{path}.{key}";

    private static IEnumerable<string> Names(JsonTypeInfo info) => info.Properties.Select(property => property.Name);
}
