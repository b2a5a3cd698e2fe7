using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Pipelines;

/// <summary>A pipeline that was read: variables put in, values of the command line set, every combination of the matrix by itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variants">The combinations, those of the last option varying fastest; at least one.</param>
internal sealed partial record PipelineFile(string Name, IReadOnlyList<PipelineVariant> Variants)
{
    /// <summary>The key of the variables.</summary>
    public const string VariablesKey = "variables";

    private const string TaskKey = "task";
    private const string MethodsKey = "methods";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly IReadOnlyList<string> s_paths =
    [
        "data.path",
        "queries.path",
        "model.checkpoint",
        "model.adapter",
        "model.assembly",
        .. PipelineReader.TaskPaths.Select(path => "evaluation." + path),
    ];

    /// <summary>The first combination: what all of them share is read here.</summary>
    public PipelineDefinition First => Variants[0].Definition;

    /// <summary>Refuses what can only be planned.</summary>
    /// <exception cref="UserErrorException">The data are imagined.</exception>
    public void RequireReal()
    {
        if (Variants.Any(variant => variant.Definition.Methods.Count > 0 && variant.Definition.Subject().IsImagined))
        {
            throw ImaginedTexts.OnlyPlanned();
        }
    }

    /// <summary>Reads the text of a pipeline file.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages; paths in the file are meant from where it lies.</param>
    /// <param name="settings">Values by name that are set in it.</param>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    /// <exception cref="UserErrorException">It is no YAML, or holds something that is not understood.</exception>
    public static PipelineFile Parse(
        string text,
        string file,
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyList<TaskDescription> tasks
    )
    {
        YamlValues values = new(text, file, "the pipeline")
        {
            Settings = settings.ToDictionary(
                setting => setting.Key,
                setting => setting.Key == $"engine.{EngineTable.Key}" ? "--engine" : $"--set {setting.Key}"
            ),
        };
        if (values.Root is not JsonObject root)
        {
            throw values.Error("", "the pipeline is no section, expected keys with values.");
        }

        if (root["data"] is JsonObject data && data.ContainsKey("data-set"))
        {
            throw values.Error("data.data-set", "this is a file of the quickstart: 'dataworth quickstart --pipeline FILE' runs it.");
        }

        if (root.ContainsKey("task"))
        {
            root = values.Wrap("evaluation"); // an evaluation file is a pipeline of that alone
        }

        LeaveOutOtherEngine(root, settings);
        foreach (var (path, value) in settings)
        {
            // Names of the matrix have dots themselves.
            if (path.StartsWith(PipelineMatrix.Key + ".", StringComparison.Ordinal))
            {
                var matrix = root[PipelineMatrix.Key] as JsonObject ?? (JsonObject)(root[PipelineMatrix.Key] = new JsonObject());
                matrix[path[(PipelineMatrix.Key.Length + 1)..]] = Setting(value);
            }
            else
            {
                Set(root, path, IsNothing(path, value) ? null : Setting(value));
            }
        }

        RefuseWords(root, values);

        var json = PipelineJson.Create(tasks);
        var folder = FilePaths.FolderOf(file);
        var fallback = File.Exists(file)
            ? Regex.Replace(Path.GetFileNameWithoutExtension(file), @"[^\p{L}\p{Nd}_.-]", "-").TrimStart('.')
            : "pipeline";
        List<PipelineVariant> variants = [];
        foreach (var (combination, node) in Expand(root, values))
        {
            FilePaths.Locate(node, folder, s_paths);
            FillTraining(node);
            var ofOwnSections = OfOwnSections(node["evaluation"] as JsonObject);
            CompareMethods(node, values);
            var definition = values.Bind(node, new PipelineDefinition(), "the pipeline", json);
            variants.Add(
                new(
                    combination,
                    definition with
                    {
                        Name = definition.Name.Length > 0 ? definition.Name : fallback,
                        Data = definition.Methods.Count > 0 ? definition.Subject().DataSection : null,
                        Methods =
                            definition.Methods.Count > 0 ? PipelineMethods.Resolved(definition.Methods, definition.Subject().Defaults) : [],
                        Evaluation = definition.OwnEvaluation(),
                    }
                )
                {
                    OfOwnSections = ofOwnSections,
                }
            );
        }

        RefuseSame(variants, values, json);
        return new(variants[0].Definition.Name, variants);
    }

    // 0.1 and 1e-1 are one damping: under two names it would be two rows of one result.
    private static void RefuseSame(List<PipelineVariant> variants, YamlValues values, JsonSerializerOptions json)
    {
        var same = variants
            .GroupBy(variant => JsonSerializer.Serialize(variant.Definition, json))
            .FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
        {
            var names = string.Join(" and ", same.Take(2).Select(variant => $"'{variant.Suffix}'"));
            throw values.Error(PipelineMatrix.Key, $"the combinations {names} of the matrix are the same: they differ in no option.");
        }
    }

    private static IEnumerable<(IReadOnlyList<string> Combination, JsonObject Node)> Expand(JsonObject root, YamlValues values)
    {
        foreach (var (combination, node) in PipelineMatrix.Expand(root, Section(root, PipelineMatrix.Key, values), values))
        {
            var variables = Section(node, VariablesKey, values).ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "");
            RefuseNested(variables, values);
            node.Remove(VariablesKey);
            node.Remove(PipelineMatrix.Key);
            if (node["engine"] is JsonObject engine && !engine.ContainsKey(EngineTable.Key))
            {
                engine.Insert(0, EngineTable.Key, EngineTable.Engines[0].Name);
            }

            var substituted = (JsonObject)Substitute(node, "", variables, values)!;
            RefuseUnused(node, variables, values);
            yield return (combination, substituted);
        }
    }

    // Each kind of model is trained in its own way unless something else is said.
    private static void FillTraining(JsonObject root)
    {
        var kind = SubjectTable.Kinds.FirstOrDefault(kind =>
            kind.Models.Any(row => row.Name == (root["model"] as JsonObject)?["kind"]?.ToString())
        );
        if (kind is null || root["training"] is not JsonObject training)
        {
            return;
        }

        foreach (var (name, value) in (JsonObject)JsonSerializer.SerializeToNode(kind.Training, OptionsJson.Default)!)
        {
            training.TryAdd(name, value?.DeepClone());
        }
    }

    private static IReadOnlyList<string> OfOwnSections(JsonObject? evaluation) =>
        evaluation is null || evaluation.ContainsKey(TaskKey) ? []
        : evaluation.ContainsKey(MethodsKey) ? [TaskKey]
        : [TaskKey, MethodsKey];

    // An evaluation that names no task and no methods is one of the pipeline's own.
    private static void CompareMethods(JsonObject root, YamlValues values)
    {
        if (root["evaluation"] is JsonObject evaluation && !evaluation.ContainsKey("task") && !evaluation.ContainsKey("methods"))
        {
            var methods = Section(root, "methods", values);
            try
            {
                PipelineMethods.Check(methods);
            }
            catch (OptionException exception)
            {
                throw values.Error(exception.Path, exception.Message, exception);
            }

            evaluation["methods"] = PipelineMethods.Grids(methods);
        }
    }

    // Options of the engine in the file say nothing of another one that is asked for.
    private static void LeaveOutOtherEngine(JsonObject root, IReadOnlyDictionary<string, string> settings)
    {
        if (
            settings.TryGetValue($"engine.{EngineTable.Key}", out var kind)
            && root["engine"] is JsonObject engine
            && kind != (engine[EngineTable.Key]?.ToString() ?? EngineTable.Engines[0].Name)
        )
        {
            root["engine"] = new JsonObject { [EngineTable.Key] = kind };
        }
    }

    // "[4, 8]" is a list, as in the file; all else is a text.
    private static JsonNode Setting(string value) =>
        value is ['[', .. var list, ']']
            ? new JsonArray([
                .. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(item => JsonValue.Create(item)),
            ])
            : JsonValue.Create(value);

    // 'methods.ekfac=' is what 'ekfac:' is in the file, the method with its defaults; 'lock=' is none.
    private static bool IsNothing(string path, string value) =>
        path.Split('.') is ["methods", _] or [PipelineLock.Key] && value is "" or "null" or "~" or "{}";

    // Words in the place of what has a better way to be said.
    private static void RefuseWords(JsonObject root, YamlValues values)
    {
        if (root["engine"] is JsonValue engine)
        {
            throw values.Error(
                "engine",
                $"'engine' is '{engine}', expected its options: name the engine by 'engine.{EngineTable.Key}={engine}', which is what "
                    + $"'--engine {engine}' and 'engine: {{ {EngineTable.Key}: {engine} }}' in the file say."
            );
        }

        if (root["name"] is JsonValue name && name.ToString().Length == 0)
        {
            throw values.Error(
                "name",
                "'name' is empty, expected letters, digits, '-', '_' and '.'. Leave it out for the name of the file."
            );
        }
    }

    private static void RefuseNested(IReadOnlyDictionary<string, string> variables, YamlValues values)
    {
        if (variables.FirstOrDefault(entry => entry.Value.Contains("${", StringComparison.Ordinal)) is { Key: { } nested })
        {
            throw values.Error($"{VariablesKey}.{nested}", $"variable '{nested}' names another one; give it a value of its own.");
        }
    }

    // One that no text names would change nothing: it is misspelt.
    private static void RefuseUnused(JsonObject node, IReadOnlyDictionary<string, string> variables, YamlValues values)
    {
        var used = Variable().Matches(node.ToJsonString(s_plain)).Select(match => match.Groups[1].Value).ToHashSet();
        if (variables.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unused)
        {
            throw values.Error(
                $"{VariablesKey}.{unused}",
                $"no text of the file names variable '{unused}'. {(used.Count == 0 ? "It names none." : $"It names: {string.Join(", ", used.Order())}.")}"
            );
        }
    }

    private static JsonObject Section(JsonObject root, string name, YamlValues values) =>
        root[name] switch
        {
            null => [],
            JsonObject section => section,
            _ => throw values.Error(name, $"'{name}' is no section, expected names with values."),
        };

    /// <summary>Sets a value by its path.</summary>
    internal static void Set(JsonObject root, string path, JsonNode? value)
    {
        var (section, names) = (root, path.Split('.'));
        foreach (var name in names[..^1])
        {
            section = section[name] as JsonObject ?? (JsonObject)(section[name] = new JsonObject())!;
        }

        section[names[^1]] = value;
    }

    private static JsonNode? Substitute(JsonNode? node, string path, IReadOnlyDictionary<string, string> variables, YamlValues values) =>
        node switch
        {
            JsonObject section => new JsonObject(
                section.Select(entry =>
                    KeyValuePair.Create(
                        entry.Key,
                        Substitute(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", variables, values)
                    )
                )
            ),
            JsonArray list => new JsonArray([.. list.Select((item, i) => Substitute(item, $"{path}[{i}]", variables, values))]),
            JsonValue value when value.TryGetValue(out string? text) && text.Contains("${", StringComparison.Ordinal) => JsonValue.Create(
                Variable()
                    .Replace(text, match =>
                        variables.TryGetValue(match.Groups[1].Value, out var found)
                            ? found
                            : throw values.Error(
                                path,
                                $"there is no variable '{match.Groups[1].Value}'. "
                                    + (
                                        variables.Count == 0
                                            ? "The file has none: add 'variables'."
                                            : $"Variables: {string.Join(", ", variables.Keys)}."
                                    )
                            )
                    )
            ),
            _ => node?.DeepClone(),
        };

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Variable();
}
