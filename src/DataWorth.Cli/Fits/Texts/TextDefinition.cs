using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A fit of a language model on texts that is to be made.</summary>
/// <param name="Origin">Texts and model.</param>
internal sealed record TextDefinition(TextOrigin Origin) : SubjectDefinition
{
    private const string Imagined = "imagined-tokens";
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();
    private static readonly IReadOnlyList<string> s_folder = [.. TypedData.Names(new(typeof(LanguageModelOptions), "model."))];
    private static readonly string[] s_tables = [".csv", ".tsv"];
    private static readonly char[] s_pattern = ['*', '?'];

    /// <inheritdoc/>
    public override string Path => Origin.Corpus;

    /// <inheritdoc/>
    public override AttributionOptions Defaults(AttributionOptions options) => Origin.Folder.Defaults(options);

    /// <summary>Tokens of texts that are only imagined; null for real ones.</summary>
    public long? Tokens { get; init; }

    /// <inheritdoc/>
    public override bool IsImagined => Tokens is not null;

    /// <inheritdoc/>
    public override string ModelText =>
        JsonSerializer.Serialize(Origin.Data with { Path = "" }, OptionsJson.Default)
        + JsonSerializer.Serialize(Origin.Blocks, OptionsJson.Default)
        + Origin.Folder.ModelText
        + (Origin.Gpt is null ? "" : Origin.Gpt + FitOrigin.TrainingText(Training! with { Threads = null }));

    /// <inheritdoc/>
    public override JsonObject DataSection
    {
        get
        {
            var section = (JsonObject)JsonSerializer.SerializeToNode(Origin.Data, OptionsJson.Default)!;
            foreach (var (name, value) in (JsonObject)JsonSerializer.SerializeToNode(Origin.Blocks, OptionsJson.Default)!)
            {
                section[TextOrigin.BlockGroup.Prefix + name] = value?.DeepClone();
            }

            if (IsImagined)
            {
                section.Remove("path");
                section[Imagined] = Tokens;
            }

            return section;
        }
    }

    /// <summary>The definition from the sections of a pipeline.</summary>
    /// <exception cref="OptionException">An option is not understood, or says nothing here.</exception>
    public static TextDefinition Compose(PipelineSections sections)
    {
        if (sections.Model is GptModelOptions sizes)
        {
            return sections.Training is { } training
                ? OfTraining(
                    new(TypedData.Of(sections.Data, PipelineSections.DataName), GptModelOptions.Name, null, training, s_none),
                    sizes
                )
                : throw new OptionException(PipelineSections.ModelName, "a gpt has no weights: it learns the texts. Give 'training'.");
        }

        if (sections.Training is not null)
        {
            throw new OptionException(
                PipelineSections.TrainingName,
                "the language model has its weights and 'training' would make others; leave 'training' out."
            );
        }

        var options = (LanguageModelOptions)sections.Model;
        var (folder, data) = (options.Checkpoint ?? "", (JsonObject)sections.Data.DeepClone());
        var tokens = TypedData.Of(data, PipelineSections.DataName).Bind(new ImaginedOptions(), TextOrigin.ImaginedGroup).Tokens;
        data.Remove(Imagined);
        return TextOrigin.IsModelFolder(folder)
            ? OfFolder(new(TypedData.Of(data, PipelineSections.DataName), folder, null, null, s_none), options) with
            {
                Tokens = tokens,
            }
            : throw new OptionException(
                $"{PipelineSections.ModelName}.checkpoint",
                $"'checkpoint' is '{folder}', expected a folder with config.json, the weights and the tokenizer of a language model."
            );
    }

    /// <inheritdoc/>
    public override string? FilesDigest()
    {
        if (Origin.Gpt is not null)
        {
            return null;
        }

        FingerprintBuilder key = new();
        AddFiles(Origin.Model, "");
        if (Origin.Folder.Adapter is { } adapter)
        {
            AddFiles(adapter, "adapter/");
        }

        return key.ToFingerprint();

        void AddFiles(string folder, string prefix)
        {
            foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                using var stream = File.OpenRead(path);
                key.Add(prefix + System.IO.Path.GetFileName(path), stream);
            }
        }
    }

    /// <summary>The definition from what was typed.</summary>
    /// <exception cref="UserErrorException">An option says nothing here, or a block is longer than the model's positions.</exception>
    public static TextDefinition Of(SubjectArguments arguments)
    {
        arguments.Data.RefuseOthers(TextOrigin.Kind);
        if (arguments.Model == GptModelOptions.Name)
        {
            return OfTraining(arguments);
        }

        if (arguments.Settings.Keys.FirstOrDefault(IsShape) is { } setting)
        {
            throw new UserErrorException(
                $"--set {setting} says nothing here: '{arguments.Model}' decides what its model is, but for {string.Join(", ", s_folder)}."
            );
        }

        var options = Settings.Bind(new LanguageModelOptions(), arguments.Settings, "model.");
        return OfFolder(arguments with { Checkpoint = options.Checkpoint ?? arguments.Checkpoint }, options);
    }

    /// <summary>How a folder is loaded, from what was typed; the adapter in full.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">Values of options by name, these with 'model.' in front.</param>
    /// <exception cref="UserErrorException">A value is not understood, or folder or adapter are something else.</exception>
    public static LanguageModelOptions Folder(string folder, IReadOnlyDictionary<string, string> settings) =>
        Checked(folder, Settings.Bind(new LanguageModelOptions(), settings, "model."), isPipeline: false);

    /// <inheritdoc/>
    public override FitSubject Open(FitRequest request)
    {
        if (Tokens is { } tokens)
        {
            return new ImaginedTexts(Origin, tokens);
        }

        var source = TextSource.Open(Origin.Data);
        if (Origin.Gpt is not { } sizes)
        {
            var (given, weights) = TextOrigin.OpenFolder(Origin.Model, Origin.Folder, request.CancellationToken);
            var origin = Origin with { Tokenizer = TokenizerFiles.Fingerprint(Origin.Model) };
            return TextSubject.ToFit(origin, source, given, weights, request);
        }

        var (key, tokenizer) = TrainedGpt.Learn(source, sizes.Vocabulary, request.Store!, !request.IsPlan, request.CancellationToken);
        var model = TrainedGpt.Create(sizes, tokenizer, Origin.Training!.Seed);
        return TextSubject.ToFit(Origin with { Vocabulary = key.ToString() }, source, tokenizer, model, request);
    }

    private static bool IsShape(string setting) => setting.StartsWith("model.", StringComparison.Ordinal) && !s_folder.Contains(setting);

    private static TextDefinition OfTraining(SubjectArguments arguments) =>
        OfTraining(arguments, Settings.Bind(new GptModelOptions(), arguments.Settings, "model."));

    private static TextDefinition OfTraining(SubjectArguments arguments, GptModelOptions sizes)
    {
        if (arguments.Training is not { } training)
        {
            throw new UserErrorException("A gpt has no weights: it learns the texts. Give --train, or the folder of a trained model.");
        }

        if (arguments.Checkpoint is not null)
        {
            throw new UserErrorException("--checkpoint has weights and --train would make others; leave --checkpoint out.");
        }

        sizes.Validate();
        arguments.Data.RefuseOthers(TextOrigin.Kind);
        var origin = OriginOf(arguments, GptModelOptions.Name, sizes.Context);
        return new(origin with { Gpt = sizes, Training = training }) { Training = training };
    }

    private static TextDefinition OfFolder(SubjectArguments arguments, LanguageModelOptions options)
    {
        arguments.Data.RefuseOthers(TextOrigin.Kind);
        options = Checked(arguments.Model, options, arguments.Data.Section is not null);
        if (arguments.Training is not null)
        {
            throw new UserErrorException($"'{arguments.Model}' has the weights and --train would make others; leave --train out.");
        }

        if (arguments.Checkpoint is not null)
        {
            throw new UserErrorException($"--checkpoint says nothing here: the weights are in '{arguments.Model}'. Leave it out.");
        }

        var folder = System.IO.Path.GetFullPath(arguments.Model);
        return new(OriginOf(arguments, folder, PositionsOf(folder)) with { Folder = options });
    }

    // The adapter named in full, without the folder, which is known.
    private static LanguageModelOptions Checked(string folder, LanguageModelOptions options, bool isPipeline)
    {
        options.Validate();
        if (!LanguageModelCheckpoint.IsModel(folder) && LoraAdapter.IsAdapterFolder(folder))
        {
            throw !isPipeline
                ? new UserErrorException(
                    $"'{folder}' is a LoRA adapter without the model that it was put on. Give that with --model, and this one with "
                        + $"--adapter: --model FOLDER --adapter {folder}."
                )
                : new OptionException(
                    $"{PipelineSections.ModelName}.checkpoint",
                    $"'{folder}' is a LoRA adapter without the model that it was put on. Give that as 'checkpoint', and this one as "
                        + "'adapter'."
                );
        }

        if (options.Adapter is { } adapter && !LoraAdapter.IsAdapterFolder(adapter))
        {
            var found =
                $"is '{adapter}', expected a folder with adapter_config.json and adapter_model.safetensors, as PEFT saves a LoRA adapter.";
            throw !isPipeline
                ? new UserErrorException($"--adapter {found}")
                : new OptionException($"{PipelineSections.ModelName}.adapter", $"'adapter' {found}");
        }

        return options with
        {
            Checkpoint = null,
            Adapter = options.Adapter is null ? null : System.IO.Path.GetFullPath(options.Adapter),
        };
    }

    private static TextOrigin OriginOf(SubjectArguments arguments, string model, long positions)
    {
        var isGiven = arguments.Data.Values.TryGetValue($"{TextOrigin.BlockGroup.Prefix}length", out var length);
        if (length == "1" || positions < 2)
        {
            var found = positions < 2 ? $"can be 1 at most for '{arguments.Model}'" : "is 1";
            throw arguments.Data.Error(
                "block-length",
                $"{found}, expected at least 2: nothing predicts the first token of a block, so a block of one has no loss."
            );
        }

        var data = arguments.Data.Bind(new TextDataOptions());
        // Several answers in one block would be one example.
        var hasAnswers = data.PromptField is not null || data.MessagesField is not null;
        var typed = arguments.Data.Bind(new BlockOptions { IsPacked = !hasAnswers }, TextOrigin.BlockGroup);
        if (isGiven && typed.Length > positions)
        {
            var which = model == GptModelOptions.Name ? "has a context of" : $"in '{arguments.Model}' has";
            throw arguments.Data.Error(
                "block-length",
                $"is {typed.Length}, but the model {which} {positions} positions; give at most as many."
            );
        }

        RefuseTable(data);
        return new()
        {
            Data = data,
            Blocks = typed with { Length = (int)Math.Min(typed.Length, positions) },
            Model = model,
            Corpus = NameOf(arguments.Data.Path),
        };
    }

    // A file of numbers and classes, given to a model that reads texts.
    private static void RefuseTable(TextDataOptions data)
    {
        var extension = System.IO.Path.GetExtension(data.Path);
        if (data.Format is null && File.Exists(data.Path) && s_tables.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            throw new UserErrorException(
                $"'{data.Path}' is a table, and a language model learns from texts. Give a table to a network of classes ('mlp'), or the texts "
                    + "in files of their own (.txt), as JSON Lines or as Parquet."
            );
        }
    }

    private static long PositionsOf(string folder) =>
        LanguageModelCheckpoint.ReadOptions(System.IO.Path.Combine(folder, "config.json")).Positions;

    // The last part of the path without extension that is no pattern: "books/**/*.txt" is "books".
    private static string NameOf(string path)
    {
        var parts = path.Split('/', '\\').Where(part => part.Length > 0 && part.IndexOfAny(s_pattern) < 0).ToList();
        var name = parts.Count == 0 ? "texts" : System.IO.Path.GetFileNameWithoutExtension(parts[^1]);
        return name.Length == 0 ? "texts" : name;
    }
}
