using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DataWorth.Curvature;
using DataWorth.Gradients;

namespace DataWorth.Configuration;

/// <summary>Sets options from names and values, as pipeline files and the command line give them: the one way from a text to a record.</summary>
/// <remarks>
/// Names are the property names in kebab case (<c>batch-size</c>, <c>factor-rank</c>). What is not named keeps its value, in nested records
/// too. A name that does not exist, a value of another kind or outside its range, and an option that changes nothing are refused.
/// A damping is a number relative to the mean eigenvalue (<c>0.1</c>) or <c>absolute:0.001</c>.
/// </remarks>
public static class OptionsBinder
{
    /// <summary>A copy of options with values set.</summary>
    /// <param name="options">Options to start from; null where a key in the values chooses their type.</param>
    /// <param name="values">Values by name; a value can be a text wherever JSON has a number or a truth value.</param>
    /// <param name="name">What the whole is called in messages, such as "the pipeline".</param>
    /// <param name="json">How values are read, of <see cref="OptionsJson.Create"/>; null for no choices of types.</param>
    /// <exception cref="OptionException">A value is not understood.</exception>
    public static T Bind<T>(T? options, JsonNode? values, string name = "the options", JsonSerializerOptions? json = null)
        where T : class => (T)new OptionsReader(json ?? OptionsJson.Default).Read(values, options?.GetType() ?? typeof(T), options, name);

    /// <summary>A copy of options with values set.</summary>
    /// <param name="options">Options to start from.</param>
    /// <param name="values">Texts by name; members of nested records with a dot, <c>modules.include</c>; lists as <c>512, 256</c>, in
    /// brackets or not.</param>
    /// <param name="name">What the whole is called in messages.</param>
    /// <param name="json">How values are read, of <see cref="OptionsJson.Create"/>; null for no choices of types.</param>
    /// <exception cref="OptionException">A value is not understood.</exception>
    public static T Bind<T>(
        T options,
        IReadOnlyDictionary<string, string> values,
        string name = "the options",
        JsonSerializerOptions? json = null
    )
        where T : class
    {
        JsonObject all = [];
        foreach (var (path, text) in values)
        {
            var (section, names) = (all, path.Split('.'));
            foreach (var part in names[..^1])
            {
                section = section[part] as JsonObject ?? (JsonObject)(section[part] = new JsonObject())!;
            }

            section[names[^1]] = text;
        }

        return (T)new OptionsReader(json ?? OptionsJson.Default, splitsLists: true).Read(all, options.GetType(), options, name);
    }

    /// <summary>Every option that <see cref="Bind{T}(T, IReadOnlyDictionary{string, string}, string, JsonSerializerOptions)"/> takes, with its value as text, in the order
    /// of names.</summary>
    /// <param name="options">The options.</param>
    public static IReadOnlyDictionary<string, string> Describe(object options)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        Describe(options, "", texts);
        return texts;
    }

    private static void Describe(object options, string prefix, SortedDictionary<string, string> texts)
    {
        foreach (var property in OptionsJson.Default.GetTypeInfo(options.GetType()).Properties)
        {
            var value = property.Get!(options);
            if (value is not null && OptionsJson.Default.GetTypeInfo(value.GetType()).Kind == JsonTypeInfoKind.Object)
            {
                Describe(value, prefix + property.Name + ".", texts);
            }
            else
            {
                texts[prefix + property.Name] = Text(value);
            }
        }
    }

    // Also part of the keys of fits and scores in stores.
    private static string Text(object? value) =>
        value switch
        {
            null => "null",
            Damping damping => DampingConverter.Text(damping),
            TokenClipping clipping => TokenClippingConverter.Text(clipping),
            Enum or bool => value.ToString()!.ToLowerInvariant(),
            string text => text,
            IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Text))}]",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
