using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using DataWorth.Cli.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DataWorth.Cli.Pipelines;

/// <summary>Reads pipeline files strictly: what is not understood is refused with file, line, what was found and what was
/// expected.</summary>
internal sealed class PipelineReader
{
    private const string ResourceName = "quickstart.yaml";
    private readonly string _file;

    private PipelineReader(string file) => _file = file;

    /// <summary>Reads the file that the quickstart command was built with, pipelines/quickstart.yaml.</summary>
    public static PipelineDefinition ReadQuickstart()
    {
        using var stream =
            typeof(PipelineReader).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly holds no resource '{ResourceName}'.");
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd(), "pipelines/" + ResourceName);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">The file is missing, is no YAML, or holds something that is not understood.</exception>
    public static PipelineDefinition Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserErrorException(
                $"The pipeline file '{path}' does not exist. Give --pipeline the path of a YAML file such as pipelines/quickstart.yaml."
            );
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads an evaluation file.</summary>
    /// <exception cref="UserErrorException">The file is missing, is no YAML, or holds something that is not understood.</exception>
    public static EvaluationDefinition ReadEvaluation(string path) =>
        File.Exists(path)
            ? ParseEvaluation(File.ReadAllText(path), path)
            : throw new UserErrorException(
                $"The evaluation file '{path}' does not exist. Give the path of a YAML file such as "
                    + "pipelines/fashion-mnist-evaluation.yaml."
            );

    /// <summary>Reads the text of an evaluation file.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages.</param>
    /// <exception cref="UserErrorException">The text is no YAML, or holds something that is not understood.</exception>
    public static EvaluationDefinition ParseEvaluation(string text, string file) =>
        (EvaluationDefinition)Parse(text, file, typeof(EvaluationDefinition), "the evaluation");

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages.</param>
    /// <exception cref="UserErrorException">The text is no YAML, or holds something that is not understood.</exception>
    public static PipelineDefinition Parse(string text, string file) =>
        (PipelineDefinition)Parse(text, file, typeof(PipelineDefinition), "the pipeline");

    private static object Parse(string text, string file, Type type, string where)
    {
        YamlStream yaml = [];
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new UserErrorException($"{file}, line {exception.Start.Line}: this is not valid YAML: {exception.Message}", exception);
        }

        PipelineReader reader = new(file);
        return yaml.Documents.Count == 0 ? Activator.CreateInstance(type)! : reader.ReadSection(yaml.Documents[0].RootNode, type, where);
    }

    private object ReadSection(YamlNode node, Type type, string where)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, $"{where} is {Describe(node)}, expected keys: {KeysOf(type)}.");
        }

        var section = Activator.CreateInstance(type)!;
        var properties = PipelineKey.PropertiesOf(type).ToDictionary(PipelineKey.Of, StringComparer.Ordinal);
        foreach ((var keyNode, var valueNode) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (!properties.TryGetValue(key, out var property))
            {
                var nearest = NearestName.Find(key, properties.Keys);
                throw Error(
                    keyNode,
                    $"unknown key '{key}' in {where}, expected one of: {KeysOf(type)}."
                        + (nearest is null ? "" : $" Did you mean '{nearest}'?")
                );
            }

            property.SetValue(section, ReadValue(valueNode, property, $"'{key}'"));
        }

        return section;
    }

    private object ReadValue(YamlNode node, PropertyInfo property, string where)
    {
        var type = property.PropertyType;
        if (PipelineKey.IsSection(type))
        {
            return ReadSection(node, type, where);
        }

        var range = property.GetCustomAttribute<RangeAttribute>();
        if (type == typeof(IReadOnlyList<int>))
        {
            return node is YamlSequenceNode sequence
                ? sequence.Children.Select(child => (int)ReadScalar(child, typeof(int), range, where)).ToArray()
                : throw Error(node, $"{where} is {Describe(node)}, expected a list such as [512, 256].");
        }

        if (PipelineKey.ItemOf(type) is { } item)
        {
            return ReadList(node, item, where);
        }

        return type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)
            ? ReadGrid(node, where)
            : ReadScalar(node, type, range, where);
    }

    private Array ReadList(YamlNode node, Type item, string where)
    {
        if (node is not YamlSequenceNode sequence)
        {
            throw Error(node, $"{where} is {Describe(node)}, expected a list.");
        }

        var items = Array.CreateInstance(item, sequence.Children.Count);
        for (var i = 0; i < items.Length; i++)
        {
            items.SetValue(
                item == typeof(string)
                    ? ReadScalar(sequence.Children[i], item, null, where)
                    : ReadSection(sequence.Children[i], item, $"an item of {where}"),
                i
            );
        }

        return items;
    }

    private OrderedDictionary<string, IReadOnlyList<string>> ReadGrid(YamlNode node, string where)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, $"{where} is {Describe(node)}, expected options with a value or a list of values each.");
        }

        OrderedDictionary<string, IReadOnlyList<string>> grid = [];
        foreach ((var keyNode, var valueNode) in mapping.Children)
        {
            var key = (string)ReadScalar(keyNode, typeof(string), null, $"an option's name in {where}");
            grid[key] = valueNode is YamlSequenceNode values
                ? [.. values.Children.Select(value => (string)ReadScalar(value, typeof(string), null, $"'{key}'"))]
                : [(string)ReadScalar(valueNode, typeof(string), null, $"'{key}'")];
        }

        return grid;
    }

    private object ReadScalar(YamlNode node, Type type, RangeAttribute? range, string where)
    {
        var text = (node as YamlScalarNode)?.Value ?? "";
        if (node is YamlScalarNode && Convert(text, type) is { } value && IsInRange(value, range))
        {
            return value;
        }

        var expected = type.IsEnum ? $"one of: {string.Join(", ", PipelineKey.ValuesOf(type))}" : Name(type) + RangeText(range);
        var nearest = type.IsEnum ? NearestName.Find(text, PipelineKey.ValuesOf(type)) : null;
        throw Error(node, $"{where} is {Describe(node)}, expected {expected}." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
    }

    private static object? Convert(string text, Type type)
    {
        if (type == typeof(string))
        {
            return text.Length == 0 ? null : text;
        }

        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : null;
        }

        if (type == typeof(double))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : null;
        }

        return Enum.GetNames(type).FirstOrDefault(name => PipelineKey.Of(name) == text) is { } match ? Enum.Parse(type, match) : null;
    }

    private static bool IsInRange(object value, RangeAttribute? range) =>
        range is null
        || (Comparer.DefaultInvariant.Compare(value, range.Minimum) >= 0 && Comparer.DefaultInvariant.Compare(value, range.Maximum) <= 0);

    private static string Name(Type type) =>
        type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : "a text";

    private static string RangeText(RangeAttribute? range) =>
        range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");

    private static string Describe(YamlNode node) =>
        node switch
        {
            YamlScalarNode { Value: { Length: > 0 } value } => $"'{value}'",
            YamlScalarNode => "empty",
            YamlSequenceNode => "a list",
            _ => "a section with keys",
        };

    private static string KeysOf(Type type) => string.Join(", ", PipelineKey.PropertiesOf(type).Select(PipelineKey.Of));

    private UserErrorException Error(YamlNode node, string message) => new($"{_file}, line {node.Start.Line}: {message}");
}
