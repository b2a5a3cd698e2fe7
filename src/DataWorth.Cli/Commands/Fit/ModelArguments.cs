using System.CommandLine;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The options of a command that say which model, and where its weights are.</summary>
internal sealed class ModelArguments
{
    private static readonly string s_named = string.Join(", ", Named().Select(row => row.Name));

    private readonly Option<string> _model = new("--model", "-m")
    {
        Description =
            $"The network: {s_named}; a YAML file that describes one (kind: sequential, layers: ...); FILE.dll:TYPE, a type "
            + "of your own (its code is run); gpt, a language model that --train trains on texts; "
            + "or the folder of a language model (config.json, safetensors, tokenizer).",
        HelpName = "model",
        Required = true,
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "The safetensors file of the network's weights.",
        HelpName = "path",
    };

    // Of the folder of a language model: keys of its record in a pipeline.
    private readonly SettingOption[] _folder =
    [
        new(
            "--precision",
            "type",
            "Of a language model: float32 (default, which holds 16-bit files without loss), bfloat16 or float16, which take half the memory.",
            "precision"
        ),
        new("--adapter", "folder", "Of a language model: a LoRA adapter on its weights (adapter_config.json and safetensors).", "adapter"),
        new("--track", "whose", "With --adapter: track the weights of the adapter (default), of the base, or all.", "track"),
    ];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_checkpoint);
        Array.ForEach(_folder, command.Options.Add);
    }

    /// <summary>Adds what was typed of the folder of a language model to the values of options, as 'model.NAME'.</summary>
    /// <param name="context">The command.</param>
    /// <param name="settings">Values of options by name.</param>
    /// <param name="command">Name of the command.</param>
    /// <exception cref="UserErrorException">The model is no such folder, or a value is not understood.</exception>
    public void AddSettings(CommandContext context, Dictionary<string, string> settings, string command)
    {
        foreach (var option in _folder.Where(context.IsGiven))
        {
            if (!TextOrigin.IsModelFolder(Name(context)))
            {
                throw new UserErrorException(
                    $"{option.Name} says something of the folder of a language model, but --model is '{Name(context)}'; leave it out."
                );
            }

            _ = option.Apply(new LanguageModelOptions { Adapter = "" }, context, command);
            if (option == _folder[^1] && !context.IsGiven(_folder[1]) && !settings.ContainsKey("model.adapter"))
            {
                throw new UserErrorException("--track says whose weights are tracked, the adapter's or the base's; give --adapter too.");
            }

            var key = "model." + option.Name.TrimStart('-');
            if (!settings.TryAdd(key, context.Get(option)!))
            {
                throw new UserErrorException($"{option.Name} and --set {key}=... are the same; give one.");
            }
        }
    }

    /// <summary>The model that was named.</summary>
    /// <param name="context">The command.</param>
    /// <param name="settings">Values of its options by name.</param>
    /// <exception cref="UserErrorException">There is no such model, or an option is not understood.</exception>
    public ModelOptions Get(CommandContext context, IReadOnlyDictionary<string, string> settings) =>
        Read(Name(context), Checkpoint(context), settings);

    /// <summary>What was typed for the model.</summary>
    public string Name(CommandContext context) => context.Get(_model)!;

    /// <summary>What was typed for the file of its weights; null if nothing.</summary>
    public string? Checkpoint(CommandContext context) => context.Get(_checkpoint);

    /// <summary>The model that was named.</summary>
    /// <param name="name">Its name, or where it is described.</param>
    /// <param name="checkpoint">File of the weights; null for none.</param>
    /// <param name="settings">Values of its options by name.</param>
    /// <exception cref="UserErrorException">There is no such model, or an option is not understood.</exception>
    public static ModelOptions Read(string name, string? checkpoint, IReadOnlyDictionary<string, string> settings)
    {
        var model = Settings.Bind(Find(name), settings, "model.");
        if (checkpoint is not null)
        {
            model = model with { Checkpoint = checkpoint };
        }

        if (!string.IsNullOrEmpty(model.Checkpoint))
        {
            model = File.Exists(model.Checkpoint)
                ? model with
                {
                    Checkpoint = Path.GetFullPath(model.Checkpoint),
                }
                : throw new UserErrorException($"There is no checkpoint '{model.Checkpoint}'. Give a safetensors file.");
        }

        return model is AssemblyOptions own
            ? File.Exists(own.Assembly)
                ? own with
                {
                    Assembly = Path.GetFullPath(own.Assembly),
                }
                : throw new UserErrorException($"There is no assembly '{own.Assembly}'. Give the file of the library that has the type.")
            : model;
    }

    private static ModelOptions Find(string text)
    {
        if (NetworkTable.Networks.FirstOrDefault(row => row.Name == text) is { } named)
        {
            return Named().Contains(named)
                ? (ModelOptions)Activator.CreateInstance(named.Options)!
                : throw new UserErrorException(
                    $"A model of kind '{text}' is described in a YAML file: give its path, with 'kind: {text}' in it."
                );
        }

        if (text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return File.Exists(text)
                ? Relative(
                    YamlValues.Bind<ModelOptions>(TextFile.Read(text), text, null, "the model", OptionsJson.Create(NetworkTable.Choices)),
                    Path.GetDirectoryName(Path.GetFullPath(text))!
                )
                : throw new UserErrorException($"There is no model file '{text}'.");
        }

        var library = text.IndexOf(".dll", StringComparison.OrdinalIgnoreCase);
        if (library >= 0)
        {
            var end = library + ".dll".Length;
            return new AssemblyOptions { Assembly = text[..end], Type = text[end..].TrimStart(':') };
        }

        throw new UserErrorException(
            $"--model is '{text}', expected {s_named}, gpt, a YAML file that describes a network, FILE.dll:TYPE, or the folder of a "
                + "language model."
                + (Text.ClosestName.Of(text, Named().Select(row => row.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : "")
        );
    }

    // Paths in a file are meant from where the file lies.
    private static ModelOptions Relative(ModelOptions model, string folder)
    {
        model = string.IsNullOrEmpty(model.Checkpoint) ? model : model with { Checkpoint = Path.Combine(folder, model.Checkpoint) };
        return model is AssemblyOptions own ? own with { Assembly = Path.Combine(folder, own.Assembly) } : model;
    }

    // Those that need no description.
    private static IEnumerable<NetworkDescription> Named() =>
        NetworkTable.Networks.Where(row => row.Options != typeof(SequentialOptions) && row.Options != typeof(AssemblyOptions));
}
