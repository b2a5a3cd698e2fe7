using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DataWorth.Cli.Pipelines;

/// <summary>The values of a YAML file as JSON, every scalar a text, with the line of each.</summary>
internal sealed partial class YamlValues
{
    private const int DeepestLevel = 64;

    private readonly string _file;
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages.</param>
    /// <param name="name">What the whole is called in messages, such as "the pipeline".</param>
    /// <exception cref="UserErrorException">The text is not one document of YAML.</exception>
    public YamlValues(string text, string file, string name)
    {
        _file = file;
        YamlStream yaml = [];
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            // The parser names the beginning of what a tab stands in.
            var isTab = exception.Message.Contains("tab", StringComparison.Ordinal);
            var tab = isTab ? Array.FindIndex(text.Split('\n'), line => line.TrimStart(' ').StartsWith('\t')) : -1;
            // Within braces and brackets the brace of a variable is one too.
            var hint = BareVariable().IsMatch(text.Split('\n').ElementAtOrDefault((int)exception.Start.Line - 1) ?? "")
                ? " a value that begins with '${' needs quotes within braces and brackets (\"${name}\")."
                : "";
            throw tab >= 0
                ? Error(tab + 1, "a tab stands before the first word, expected blanks.", exception)
                : Error(exception.Start.Line, $"this is not valid YAML:{hint} {exception.Message}", exception);
        }

        if (yaml.Documents.Count > 1)
        {
            throw Error(yaml.Documents[1].RootNode.Start.Line, "a second document begins here, expected one.");
        }

        if (yaml.Documents.Count == 0)
        {
            throw Error(1, $"the file is empty, expected the keys of {name}.");
        }

        Root = Convert(yaml.Documents[0].RootNode, "", 0);
    }

    /// <summary>Paths of values that are not from the file, with the option that they are from.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>All values.</summary>
    public JsonNode? Root { get; private set; }

    /// <summary>Makes all values one section.</summary>
    /// <param name="name">The section.</param>
    public JsonObject Wrap(string name)
    {
        foreach (var (path, line) in _lines.Where(entry => entry.Key.Length > 0).ToList())
        {
            _lines[$"{name}.{path}"] = line;
        }

        JsonObject root = new() { [name] = Root };
        Root = root;
        return root;
    }

    /// <summary>Takes the line of one path for another, whose value is from there.</summary>
    /// <param name="from">The path in the file.</param>
    /// <param name="to">The path that errors name.</param>
    public void Move(string from, string to)
    {
        if (_lines.TryGetValue(from, out var line))
        {
            _lines[to] = line;
        }
    }

    /// <summary>Options with the values of a YAML text set.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages.</param>
    /// <param name="defaults">What has the values that the text leaves out; null where a key of the text chooses the type.</param>
    /// <param name="name">What the whole is called in messages, such as "the pipeline".</param>
    /// <param name="json">How values are read; null for no choices of types.</param>
    /// <exception cref="UserErrorException">The text is no YAML, or holds something that is not understood.</exception>
    public static T Bind<T>(string text, string file, T? defaults, string name, JsonSerializerOptions? json = null)
        where T : class
    {
        YamlValues values = new(text, file, name);
        return values.Bind(values.Root, defaults, name, json);
    }

    /// <summary>Options with values set that were read from the text, or from it with some of them changed.</summary>
    /// <param name="node">The values.</param>
    /// <param name="defaults">What has the values that are left out; null where a key chooses the type.</param>
    /// <param name="name">What the whole is called in messages.</param>
    /// <param name="json">How values are read; null for no choices of types.</param>
    /// <exception cref="UserErrorException">A value is not understood.</exception>
    public T Bind<T>(JsonNode? node, T? defaults, string name, JsonSerializerOptions? json = null)
        where T : class
    {
        try
        {
            return OptionsBinder.Bind(defaults, node, name, json);
        }
        catch (OptionException exception)
        {
            throw Error(exception.Path, exception.Message, exception);
        }
    }

    /// <summary>An error with the line of a path.</summary>
    /// <param name="path">Names with dots between them.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="inner">Why; null for no more.</param>
    public UserErrorException Error(string path, string message, Exception? inner = null) =>
        Settings.FirstOrDefault(setting => IsFrom(path, setting.Key)).Value is { } option
            ? new($"{option}: {message}", inner)
            : Error(LineOf(path), message, inner);

    // The setting is the value or something around it; or the value is a section that the file has not, made by the setting of something in it.
    private bool IsFrom(string path, string setting) =>
        path == setting
        || path.StartsWith(setting + ".", StringComparison.Ordinal)
        || (path.Length > 0 && !_lines.ContainsKey(path) && setting.StartsWith(path + ".", StringComparison.Ordinal));

    // A path that the file does not have has the line of the nearest thing around it.
    private long LineOf(string path)
    {
        long line;
        while (!_lines.TryGetValue(path, out line))
        {
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return line;
    }

    private JsonNode? Convert(YamlNode node, string path, int level)
    {
        _lines.TryAdd(path, node.Start.Line);
        if (level > DeepestLevel)
        {
            throw Error(node.Start.Line, $"more than {DeepestLevel} levels lie in one another here.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                JsonObject section = [];
                foreach (var (key, value) in mapping.Children)
                {
                    var name = NameOf(key);
                    var inner = path.Length == 0 ? name : $"{path}.{name}";
                    _lines[inner] = key.Start.Line;
                    section[name] = Convert(value, inner, level + 1);
                }

                return section;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select((child, i) => Convert(child, $"{path}[{i}]", level + 1))]);
            default:
                var scalar = (YamlScalarNode)node;
                return scalar is { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } ? null : JsonValue.Create(scalar.Value);
        }
    }

    private string NameOf(YamlNode key) =>
        key is YamlScalarNode { Style: ScalarStyle.Plain, Value: "<<" }
            ? throw Error(
                key.Start.Line,
                "'<<' would merge the keys of another section, which is not understood here: write them out. A whole value can be named (&x) "
                    + "and used again (*x)."
            )
        : key is YamlScalarNode { Value: { } name } ? name
        : throw Error(key.Start.Line, "a list or a section is no name of a key, expected a text.");

    private UserErrorException Error(long line, string message, Exception? inner = null) => new($"{_file}, line {line}: {message}", inner);

    [GeneratedRegex(@"[{\[,:]\s*\$\{")]
    private static partial Regex BareVariable();
}
