using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Language.Checkpoints;

/// <summary>Low-rank changes of a model's linear layers (Hu et al. 2021, arXiv:2106.09685): y = W x + s B A x, as PEFT stores them.</summary>
/// <remarks>A [r, I] and B [O, r] become the submodules lora_A and lora_B of the layers, so that they are run by <c>call</c>, trained, and
/// tracked: <see cref="Selection"/>. The base weights stay as they are.</remarks>
public sealed class LoraAdapter
{
    internal const string ConfigurationFile = "adapter_config.json";
    private const string WeightFile = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";
    private const string Down = "lora_A";
    private const string Up = "lora_B";

    private readonly LanguageModel _model;

    private LoraAdapter(LanguageModel model, LoraOptions options, IReadOnlyList<string> modules) =>
        (_model, Options, Modules) = (model, options, modules);

    /// <summary>Tracks the adapters' matrices only.</summary>
    public static ModuleSelection Selection { get; } = new() { Include = $"*.{Down},*.{Up}" };

    /// <summary>The shape.</summary>
    public LoraOptions Options { get; }

    /// <summary>Names of the layers that are adapted, in the order of the model.</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>Whether a folder has the configuration of an adapter.</summary>
    /// <param name="directory">The folder.</param>
    public static bool IsAdapterFolder(string directory) => File.Exists(Path.Combine(directory, ConfigurationFile));

    /// <summary>Adds an adapter that changes nothing yet: A is uniform within ±1 / √I, B is 0.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The shape; null for the default.</param>
    /// <param name="seed">Seed of A.</param>
    /// <exception cref="ArgumentException">No layer has such a name, an option is out of range, or the model has an adapter.</exception>
    public static LoraAdapter Add(LanguageModel model, LoraOptions? options = null, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        var targets = options.Targets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var head = FamilyTable.Of(model.Shape).Names.Head;
        string[] chosen =
        [
            .. Layers(model)
                .Keys.Where(name => targets is ["*"] ? name + ".weight" != head : targets.Any(target => EndsWith(name, target))),
        ];
        if (chosen.Length == 0)
        {
            Throw.NothingToAdapt(options.Targets, Layers(model).Keys);
        }

        Attach(model, options, chosen);
        var filler = new ParameterFiller(seed);
        foreach (var (name, parameter) in model.named_parameters().Where(entry => IsAdapter(entry.name)))
        {
            if (name.Contains($".{Down}.", StringComparison.Ordinal))
            {
                filler.Uniform(name, parameter, 1 / Math.Sqrt(parameter.shape[1]));
            }
            else
            {
                filler.Constant(parameter, 0);
            }
        }

        return new(model, options, chosen);
    }

    /// <summary>Loads an adapter onto its base: a folder with adapter_config.json and adapter_model.safetensors.</summary>
    /// <remarks>Every key of the configuration is obeyed, known to be harmless, or refused by name. On the device 'meta' the layers get the
    /// adapter's shapes.</remarks>
    /// <param name="model">The base.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <exception cref="InvalidDataException">The configuration is not that of an adapter that is supported.</exception>
    /// <exception cref="CheckpointMismatchException">The tensors do not fit the model.</exception>
    public static LoraAdapter Load(LanguageModel model, string directory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var names = FamilyTable.Of(model.Shape).Names;
        var reader = ConfigurationReader.Open(Path.Combine(directory, ConfigurationFile));
        var (options, isTarget) = Read(reader);
        string[] chosen = [.. Layers(model).Keys.Where(name => isTarget(names.ToFile(name)))];
        var path = Path.Combine(directory, WeightFile);
        using var file = SafetensorsFile.Open(path, allowOtherTypes: true);
        Dictionary<string, SourceTensor> sources;
        List<string> problems;
        using (NewDisposeScope())
        {
            var targets = Shapes(model, options, chosen).ToDictionary(entry => entry.Name, entry => empty(entry.Shape, device: META));
            (sources, problems) = CheckpointComparison.Match(targets, SourceTensor.Of(file), ToNetwork);
        }

        if (problems.Count > 0)
        {
            Throw.CheckpointMismatch(path, $"an adapter of {model.GetType().Name}", CheckpointComparison.Shortened(problems), false);
        }

        Attach(model, options, chosen);
        if (model.TokenTable.device_type != TorchSharp.DeviceType.META)
        {
            LanguageModelCheckpoint.Copy(sources, model, path, cancellationToken);
        }

        return new(model, options, chosen);

        string? ToNetwork(string name) => names.ToNetwork(name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name);
    }

    /// <summary>Writes the adapter as PEFT reads it.</summary>
    /// <param name="directory">The folder; made when missing.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <exception cref="ArtifactStorageException">A file cannot be written.</exception>
    public void Save(string directory, CancellationToken cancellationToken = default)
    {
        var names = FamilyTable.Of(_model.Shape).Names;
        JsonObject json = new()
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["r"] = Options.Rank,
            ["lora_alpha"] = Options.Alpha,
            ["lora_dropout"] = Options.Dropout,
            ["use_rslora"] = Options.UsesRootScale,
            ["bias"] = "none",
            ["fan_in_fan_out"] = Layers(_model)[Modules[0]] is TransposedLinear,
            ["target_modules"] = new JsonArray([.. Modules.Select(name => JsonValue.Create(names.ToFile(name)))]),
        };
        Directory.CreateDirectory(directory);
        var tensors = _model
            .state_dict()
            .Where(entry => IsAdapter(entry.Key))
            .ToDictionary(entry => Prefix + names.ToFile(entry.Key), entry => entry.Value);
        LanguageModelCheckpoint.WriteTensors(Path.Combine(directory, WeightFile), tensors, cancellationToken);
        File.WriteAllText(Path.Combine(directory, ConfigurationFile), json.ToJsonString());
    }

    /// <summary>Whether a parameter belongs to an adapter.</summary>
    internal static bool IsAdapter(string parameter) =>
        parameter.Contains($".{Down}.", StringComparison.Ordinal) || parameter.Contains($".{Up}.", StringComparison.Ordinal);

    private static (LoraOptions Options, Func<string, bool> IsTarget) Read(ConfigurationReader reader)
    {
        if (reader.Choice("peft_type", "LORA") is null)
        {
            Throw.MissingConfigurationKey(reader.Path, "peft_type", "'LORA'");
        }

        reader.Fixed("bias", "\"none\"");
        reader.Fixed("use_dora", "false");
        reader.Fixed("lora_bias", "false");
        reader.Fixed("rank_pattern", "{}");
        reader.Fixed("alpha_pattern", "{}");
        reader.Fixed("exclude_modules", "null");
        reader.Fixed("layers_to_transform", "null");
        reader.Fixed("layers_pattern", "null");
        reader.Fixed("layer_replication", "null");
        reader.Fixed("trainable_token_indices", "null");
        reader.Fixed("target_parameters", "null");
        reader.Fixed("megatron_config", "null");
        if (reader.Value("modules_to_save") is { } saved && !(saved.ValueKind == JsonValueKind.Array && saved.GetArrayLength() == 0))
        {
            reader.Refuse("modules_to_save", saved.GetRawText(), "null");
        }

        reader.Harmless(
            "auto_mapping",
            "base_model_name_or_path",
            "corda_config",
            "eva_config",
            "fan_in_fan_out",
            "inference_mode",
            "init_lora_weights",
            "loftq_config",
            "megatron_core",
            "peft_version",
            "qalora_group_size",
            "revision",
            "runtime_config",
            "task_type"
        );
        LoraOptions options = new()
        {
            Rank = reader.Needed("r"),
            Alpha = reader.Positive("lora_alpha") ?? 8,
            Dropout = reader.Share("lora_dropout") ?? 0,
            UsesRootScale = reader.Flag("use_rslora") ?? false,
        };
        var isTarget = Targets(reader);
        reader.Finish("LoRA adapters");
        return (options, isTarget);
    }

    // A list of ends of names, or one regular expression of whole names.
    private static Func<string, bool> Targets(ConfigurationReader reader)
    {
        const string Key = "target_modules";
        if (reader.Value(Key) is not { } value)
        {
            Throw.MissingConfigurationKey(reader.Path, Key, "a list of names");
            return _ => false;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            string[] ends = [.. value.EnumerateArray().Select(item => item.ToString())];
            return name => ends.Any(end => EndsWith(name, end));
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString() == "all-linear")
        {
            reader.Refuse(Key, value.ToString(), "a list of names, or a regular expression");
        }

        var pattern = new Regex($"^(?:{value.GetString()})$", RegexOptions.CultureInvariant);
        return pattern.IsMatch;
    }

    private static bool EndsWith(string name, string end) => name == end || name.EndsWith("." + end, StringComparison.Ordinal);

    private static Dictionary<string, nn.Module<Tensor, Tensor>> Layers(LanguageModel model) =>
        model
            .named_modules()
            .Where(entry => entry.module is Projection or TransposedLinear)
            .Where(entry => !IsAdapter(entry.name + "."))
            .ToDictionary(entry => entry.name, entry => (nn.Module<Tensor, Tensor>)entry.module);

    private static (long Inputs, long Outputs) Size(nn.Module layer)
    {
        var shape = layer.get_parameter("weight")!.shape;
        return layer is TransposedLinear ? (shape[0], shape[1]) : (shape[1], shape[0]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Shapes(LanguageModel model, LoraOptions options, IReadOnlyList<string> modules)
    {
        var layers = Layers(model);
        foreach (var name in modules)
        {
            var (inputs, outputs) = Size(layers[name]);
            yield return ($"{name}.{Down}.weight", [options.Rank, inputs]);
            yield return ($"{name}.{Up}.weight", [outputs, options.Rank]);
        }
    }

    private static void Attach(LanguageModel model, LoraOptions options, IReadOnlyList<string> modules)
    {
        if (model.named_modules().Any(entry => IsAdapter(entry.name + ".")))
        {
            Throw.AdaptedTwice();
        }

        var layers = Layers(model);
        var scale = options.Alpha / (options.UsesRootScale ? Math.Sqrt(options.Rank) : options.Rank);
        foreach (var layer in modules.Select(name => layers[name]))
        {
            var (inputs, outputs) = Size(layer);
            var weight = layer.get_parameter("weight")!;
            var down = new Projection(inputs, options.Rank, hasBias: false, weight.dtype, weight.device);
            var up = new Projection(options.Rank, outputs, hasBias: false, weight.dtype, weight.device);
            var dropout = nn.Dropout(options.Dropout);
            var factor = new Scale(scale); // a module, so that models of other factors are other models
            layer.register_module(Down, down);
            layer.register_module(Up, up);
            layer.register_module("lora_dropout", dropout);
            layer.register_module("lora_scale", factor);
            layer.register_forward_hook(
                (_, input, output) =>
                {
                    using var scope = NewDisposeScope();
                    return (output + factor.call(up.call(down.call(dropout.call(input))))).MoveToOuterDisposeScope();
                }
            );
            if (!model.training)
            {
                layer.eval();
            }
        }
    }
}
