using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.Cli.Pipelines;

/// <summary>The section 'methods' of a pipeline: options by a name that is a method's, or that says which with 'method'.</summary>
internal static class PipelineMethods
{
    /// <summary>The key that names the method.</summary>
    public const string Key = "method";

    /// <summary>The methods with their options.</summary>
    /// <param name="methods">The section.</param>
    /// <param name="defaults">A method's options unless others are given, from its own; null for these.</param>
    /// <exception cref="OptionException">A method or an option is unknown, or a value is not understood.</exception>
    public static IReadOnlyList<(string Label, MethodDescription Method, AttributionOptions Options)> Bind(
        JsonObject methods,
        Func<AttributionOptions, AttributionOptions>? defaults = null
    ) => [.. methods.Select(entry => Bind(entry.Key, entry.Value, defaults ?? (options => options)))];

    /// <summary>The section with every option written out.</summary>
    /// <param name="methods">The section.</param>
    /// <param name="defaults">A method's options unless others are given, from its own.</param>
    public static JsonObject Resolved(JsonObject methods, Func<AttributionOptions, AttributionOptions> defaults)
    {
        JsonObject resolved = [];
        foreach (var (label, method, options) in Bind(methods, defaults))
        {
            var section = Section(options);
            section.Remove("name");
            if (label != method.Name)
            {
                section.Insert(0, Key, method.Name);
            }

            resolved[label] = section;
        }

        return resolved;
    }

    /// <summary>Checks them.</summary>
    /// <exception cref="OptionException">A method or an option is unknown, or a value is not understood.</exception>
    public static void Check(JsonObject methods)
    {
        try
        {
            _ = Bind(methods);
        }
        catch (OptionException exception)
        {
            throw new OptionException($"methods.{exception.Path}", exception.Message, exception);
        }
    }

    /// <summary>The methods as an evaluation compares them: with the options that are not a method's own, so that a resolved file, which has
    /// all of them, says the same.</summary>
    /// <param name="methods">The section.</param>
    /// <exception cref="OptionException">A method or an option is unknown, or a value is not understood.</exception>
    public static JsonArray Grids(JsonObject methods) =>
        [
            .. Bind(methods)
                .Select(entry => new JsonObject
                {
                    ["method"] = entry.Method.Name,
                    ["label"] = entry.Label,
                    ["options"] = Changed(entry.Options, entry.Method.DefaultOptions()),
                }),
        ];

    private static JsonObject Changed(AttributionOptions options, AttributionOptions defaults)
    {
        var own = Section(defaults);
        return new(
            Section(options)
                .Where(entry => !JsonNode.DeepEquals(entry.Value, own[entry.Key]))
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))
        );
    }

    private static JsonObject Section(AttributionOptions options) =>
        (JsonObject)JsonSerializer.SerializeToNode(options, options.GetType(), OptionsJson.Default)!;

    private static (string, MethodDescription, AttributionOptions) Bind(
        string label,
        JsonNode? node,
        Func<AttributionOptions, AttributionOptions> defaults
    )
    {
        var values = node switch
        {
            null => [],
            JsonObject section => (JsonObject)section.DeepClone(),
            _ => throw new OptionException(label, $"'{label}' is {node.ToJsonString()}, expected the options of the method by name."),
        };
        try
        {
            OptionRules.CheckFileName(label, label);
        }
        catch (ArgumentException exception)
        {
            throw new OptionException(label, exception.Message, exception);
        }

        var name = values[Key]?.ToString() ?? label;
        values.Remove(Key);
        MethodDescription method;
        try
        {
            method = MethodTable.Get(name);
        }
        catch (ArgumentException exception)
        {
            throw new OptionException(label, exception.Message, exception);
        }

        try
        {
            var options = OptionsBinder.Bind(defaults(method.DefaultOptions()), values, $"method '{label}'");
            return options.Name is null
                ? (label, method, options)
                : throw new OptionException("name", "fits are named by the pipeline and the method; leave 'name' out.");
        }
        catch (OptionException exception)
        {
            throw new OptionException($"{label}.{exception.Path}", exception.Message, exception);
        }
    }
}
