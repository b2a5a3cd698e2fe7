using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A fit of a language model on texts.</summary>
internal sealed record TextOrigin : FitOrigin
{
    /// <summary>Names of the options that say how documents become blocks.</summary>
    public static readonly OptionGroup BlockGroup = new(typeof(BlockOptions), "block-");

    /// <summary>Names of the options of texts that are only planned with.</summary>
    public static readonly OptionGroup ImaginedGroup = new(typeof(ImaginedOptions), "imagined-");

    private const string FolderRemedy = "Give --checkpoint the folder as it was, or make the fit again with 'dataworth fit'.";
    private const string DataNote = "texts";
    private const string BlocksNote = "blocks";
    private const string ModelNote = "language-model";
    private const string FolderNote = "loading";
    private const string SizesNote = "sizes";
    private const string TrainingNote = "training";
    private static readonly OptionGroup s_texts = new(typeof(TextDataOptions));

    /// <summary>The kind.</summary>
    public static SubjectKind Kind { get; } =
        new()
        {
            Data = "texts",
            Model = "a language model",
            DataOptions = [s_texts, BlockGroup],
            QueryOptions = [.. TypedData.Names(s_texts)],
            Takes = model => model == GptModelOptions.Name || IsModelFolder(model),
            Training = GptModelOptions.Training,
            PlanOptions = [ImaginedGroup],
            Models = [("language-model", typeof(LanguageModelOptions)), (GptModelOptions.Name, typeof(GptModelOptions))],
            Compose = TextDefinition.Compose,
            Define = TextDefinition.Of,
            Read = Read,
        };

    /// <summary>The training texts; a path is a full one.</summary>
    public required TextDataOptions Data { get; init; }

    /// <summary>How documents become blocks.</summary>
    public required BlockOptions Blocks { get; init; }

    /// <summary>The folder of model and tokenizer, in full; <see cref="GptModelOptions.Name"/> for a model that is trained on the
    /// texts.</summary>
    public required string Model { get; init; }

    /// <summary>How the folder is loaded, and its adapter in full.</summary>
    public LanguageModelOptions Folder { get; init; } = LanguageModelOptions.Default;

    /// <summary>Sizes of a model that is trained on the texts; null for a folder.</summary>
    public GptModelOptions? Gpt { get; init; }

    /// <summary>How it is trained; null for a folder.</summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>Its vocabulary in the store; null for a folder.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Its weights in the store; null for a folder.</summary>
    public string? Weights { get; init; }

    /// <summary>Their blocks in the store; null where they were not kept.</summary>
    public string? Passages { get; init; }

    /// <summary>The fingerprint of the folder's tokenizer, as it was when the fit was made; null for a model that was trained on the
    /// texts.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>What decides the tokenizer.</summary>
    public string TokenizerText => Vocabulary ?? TokenizerFiles.Fingerprint(Model);

    /// <summary>Name of the texts, which the names of packed blocks begin with; the fit's data may move.</summary>
    public required string Corpus { get; init; }

    /// <summary>Documents as blocks.</summary>
    public TokenBlocks BlocksOf(IEnumerable<TextDocument> documents, TextTokenizer tokenizer) => new(Corpus, documents, tokenizer, Blocks);

    /// <inheritdoc/>
    public override SubjectKind Subject => Kind;

    /// <inheritdoc/>
    public override string DataPath => Data.Path;

    /// <inheritdoc/>
    public override IEnumerable<string?> Inputs => [Data.Path, Gpt is null ? Model : null, Folder.Adapter];

    /// <inheritdoc/>
    public override string WeightsText => Weights ?? Model;

    /// <summary>Whether a folder holds a language model; one that has the name of a network by chance does not.</summary>
    public static bool IsModelFolder(string folder) => LanguageModelCheckpoint.IsModel(folder) || LoraAdapter.IsAdapterFolder(folder);

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
        [
            "--data",
            Data.Path,
            .. FitAgain
                .Changed(Data with { Path = "" }, new TextDataOptions())
                .SelectMany(option => (string[])[$"--{option.Key}", option.Value]),
            .. FitAgain
                .Changed(Blocks, new BlockOptions())
                .SelectMany(option => (string[])[$"--{BlockGroup.Prefix}{option.Key}", option.Value]),
            "--model",
            Model,
            .. FitAgain.Changed(Folder, LanguageModelOptions.Default).SelectMany(option => (string[])[$"--{option.Key}", option.Value]),
            .. Gpt is null
                ? Array.Empty<string>()
                :
                [
                    .. FitAgain.Settings(Gpt, new GptModelOptions(), "model."),
                    "--train",
                    .. FitAgain.Settings(Training!, GptModelOptions.Training, "training."),
                ],
        ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> ToNotes()
    {
        Dictionary<string, string> notes = new()
        {
            [DataNote] = JsonSerializer.Serialize(Data, Json),
            [BlocksNote] = JsonSerializer.Serialize(Blocks, Json),
            [ModelNote] = Model,
            [nameof(Corpus)] = Corpus,
        };
        if (Folder != LanguageModelOptions.Default)
        {
            notes[FolderNote] = JsonSerializer.Serialize(Folder, Json);
        }

        if (Passages is not null)
        {
            notes[nameof(Passages)] = Passages;
        }

        if (Tokenizer is not null)
        {
            notes[nameof(Tokenizer)] = Tokenizer;
        }

        if (Gpt is not null)
        {
            notes[SizesNote] = JsonSerializer.Serialize(Gpt, Json);
            notes[TrainingNote] = TrainingText(Training!);
            notes[nameof(Vocabulary)] = Vocabulary!;
            notes[nameof(Weights)] = Weights!;
        }

        return notes;
    }

    /// <inheritdoc/>
    public override void RequireUnchanged(string name, FitRequest request)
    {
        var folder = request.Checkpoint ?? Model;
        if (Gpt is null && Directory.Exists(folder) && TokenizerFiles.Fingerprint(folder) != Tokenizer)
        {
            throw new UserErrorException(
                $"The tokenizer in '{folder}' is not that of fit '{name}': it is another one, or has changed since, and its tokens would mean "
                    + $"other words. {FolderRemedy}"
            );
        }
    }

    /// <inheritdoc/>
    public override FitSubject Open(IArtifactStore store, FitRequest request)
    {
        if (Gpt is not null && request.Checkpoint is not null)
        {
            throw new UserErrorException(
                "--checkpoint says nothing here: the model was trained on the texts, and is in the store. Leave " + "it out."
            );
        }

        var origin = this with
        {
            Model = request.Checkpoint ?? Model,
            Data = request.TrainingPath is { } path ? Data with { Path = path } : Data,
        };
        // What is kept is what the fit was made of, wherever the texts are now; only texts that are given anew are read.
        var kept =
            request.NeedsTraining && request.TrainingPath is null && Passages is not null
                ? StoredBlocks.TryOpen(store, ArtifactKey.Parse(Passages))
                : null;
        var source = request.NeedsTraining && kept is null ? TextSource.Open(origin.Data) : null;
        var (tokenizer, model) = Gpt is null ? OpenFolder(origin.Model, Folder, request.CancellationToken) : TrainedGpt.Open(this, store);
        return new TextSubject(origin, source, tokenizer, model, kept);
    }

    /// <summary>Opens the tokenizer and the model of a folder, with its adapter.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UserErrorException">They do not belong together.</exception>
    public static (TextTokenizer Tokenizer, LanguageModel Model) OpenFolder(
        string folder,
        LanguageModelOptions options,
        CancellationToken cancellationToken
    )
    {
        var tokenizer = TokenizerFiles.Open(folder);
        var model = LanguageModelCheckpoint.Open(folder, options.Type, ComputeDevice.Current, cancellationToken);
        try
        {
            _ = options.Adapter is null ? null : LoraAdapter.Load(model, options.Adapter, cancellationToken);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        if (tokenizer.VocabularySize > model.VocabularySize)
        {
            model.Dispose();
            throw new UserErrorException(
                $"The tokenizer in '{folder}' has {tokenizer.VocabularySize} tokens, but the model only {model.VocabularySize}: they do "
                    + "not belong together."
            );
        }

        return (tokenizer, model);
    }

    /// <inheritdoc/>
    public override string Changed(FitPart part, string name) =>
        Gpt is not null
            ? $"The trained model of fit '{name}' is another one now. Make the fit again with 'dataworth fit'."
            : $"The model in '{Model}'{(Folder.Adapter is { } adapter ? $" with the adapter in '{adapter}'" : "")} is not that of fit "
                + $"'{name}': it is another one, or has changed since. {FolderRemedy}";

    private static TextOrigin? Read(IReadOnlyDictionary<string, string> notes) =>
        notes.TryGetValue(ModelNote, out var model)
            ? new()
            {
                Data = JsonSerializer.Deserialize<TextDataOptions>(notes[DataNote], Json)!,
                Blocks = JsonSerializer.Deserialize<BlockOptions>(notes[BlocksNote], Json)!,
                Model = model,
                Corpus = notes[nameof(Corpus)],
                Folder = notes.TryGetValue(FolderNote, out var folder)
                    ? JsonSerializer.Deserialize<LanguageModelOptions>(folder, Json)!
                    : LanguageModelOptions.Default,
                Gpt = notes.TryGetValue(SizesNote, out var sizes) ? JsonSerializer.Deserialize<GptModelOptions>(sizes, Json) : null,
                Training = notes.TryGetValue(TrainingNote, out var training)
                    ? JsonSerializer.Deserialize<TrainingOptions>(training, Json)
                    : null,
                Vocabulary = notes.GetValueOrDefault(nameof(Vocabulary)),
                Weights = notes.GetValueOrDefault(nameof(Weights)),
                Passages = notes.GetValueOrDefault(nameof(Passages)),
                Tokenizer = notes.GetValueOrDefault(nameof(Tokenizer)),
            }
            : null;
}
