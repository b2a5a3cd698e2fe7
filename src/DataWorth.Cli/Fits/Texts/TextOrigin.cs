using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A fit of a language model on texts.</summary>
internal sealed record TextOrigin : FitOrigin
{
    /// <summary>Names of the options that say how documents become blocks.</summary>
    public static readonly OptionGroup BlockGroup = new(typeof(BlockOptions), "block-");

    /// <summary>Names of the options of texts that are only planned with.</summary>
    public static readonly OptionGroup ImaginedGroup = new(typeof(ImaginedOptions), "imagined-");

    private const string DataNote = "texts";
    private const string BlocksNote = "blocks";
    private const string ModelNote = "language-model";
    private static readonly OptionGroup s_texts = new(typeof(TextDataOptions));

    /// <summary>The kind.</summary>
    public static SubjectKind Kind { get; } =
        new()
        {
            Data = "texts",
            Model = "a language model",
            DataOptions = [s_texts, BlockGroup],
            QueryOptions = [.. TypedData.Names(s_texts)],
            PlanOptions = [ImaginedGroup],
            Takes = IsModelFolder,
            Models = [("language-model", typeof(LanguageModelOptions))],
            Compose = TextDefinition.Compose,
            Define = TextDefinition.Of,
            Read = Read,
        };

    /// <summary>The training texts; a path is a full one.</summary>
    public required TextDataOptions Data { get; init; }

    /// <summary>How documents become blocks.</summary>
    public required BlockOptions Blocks { get; init; }

    /// <summary>The folder of model and tokenizer, in full.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the texts, which the names of packed blocks begin with; the fit's data may move.</summary>
    public required string Corpus { get; init; }

    /// <inheritdoc/>
    public override SubjectKind Subject => Kind;

    /// <inheritdoc/>
    public override string DataPath => Data.Path;

    /// <inheritdoc/>
    public override IEnumerable<string?> Inputs => [Data.Path, Model];

    /// <inheritdoc/>
    public override string WeightsText => Model;

    /// <summary>Whether a folder holds a language model; one that has the name of a network by chance does not.</summary>
    public static bool IsModelFolder(string folder) =>
        File.Exists(Path.Combine(folder, "config.json")) || File.Exists(Path.Combine(folder, "adapter_config.json"));

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
        ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> ToNotes() =>
        new Dictionary<string, string>
        {
            [DataNote] = JsonSerializer.Serialize(Data, Json),
            [BlocksNote] = JsonSerializer.Serialize(Blocks, Json),
            [ModelNote] = Model,
            [nameof(Corpus)] = Corpus,
        };

    /// <inheritdoc/>
    public override FitSubject Open(IArtifactStore store, FitRequest request) =>
        new TextSubject(
            this with
            {
                Model = request.Checkpoint ?? Model,
                Data = request.TrainingPath is { } path ? Data with { Path = path } : Data,
            },
            request
        );

    /// <inheritdoc/>
    public override string Changed(FitPart part, string name) =>
        $"The model in '{Model}' is not that of fit '{name}': it is another one, or has changed since. Give --checkpoint the folder as it "
        + "was, or make the fit again with 'dataworth fit'.";

    private static TextOrigin? Read(IReadOnlyDictionary<string, string> notes) =>
        notes.TryGetValue(ModelNote, out var model)
            ? new()
            {
                Data = JsonSerializer.Deserialize<TextDataOptions>(notes[DataNote], Json)!,
                Blocks = JsonSerializer.Deserialize<BlockOptions>(notes[BlocksNote], Json)!,
                Model = model,
                Corpus = notes[nameof(Corpus)],
            }
            : null;
}
