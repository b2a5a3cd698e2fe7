using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>A fit of a network that tells classes apart, on rows of a table or images.</summary>
internal sealed record RowOrigin : FitOrigin
{
    private const string DataNote = "data";
    private const string EncodingNote = "encoding";
    private const string ModelNote = "model";
    private const string TrainingNote = "training";
    private const string WeightsNote = "weights";

    /// <summary>The kind.</summary>
    public static SubjectKind Kind { get; } =
        new()
        {
            Data = "tables and images",
            Model = "a network of classes",
            DataOptions = [new(typeof(DataOptions))],
            QueryOptions = ["format", "label-column", "id-column", "split", "limit"], // what the encoding of a fit leaves open
            Takes = _ => true,
            Models = [.. NetworkTable.Networks.Select(row => (row.Name, row.Options))],
            Compose = RowDefinition.Compose,
            Define = RowDefinition.Of,
            Read = Read,
        };

    /// <summary>The training data; a path is a full one.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>How their rows became features and labels.</summary>
    public required DataEncoding Encoding { get; init; }

    /// <summary>The model; paths are full ones.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>How it was trained; null where its weights are those of a checkpoint.</summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>The trained weights in the store; null where they are those of a checkpoint.</summary>
    public string? Weights { get; init; }

    /// <inheritdoc/>
    public override SubjectKind Subject => Kind;

    /// <inheritdoc/>
    public override string DataPath => Data.Path;

    /// <inheritdoc/>
    public override IEnumerable<string?> Inputs => [Data.Path, Model.Checkpoint, (Model as AssemblyOptions)?.Assembly];

    /// <inheritdoc/>
    public override string WeightsText => Weights ?? Model.Checkpoint ?? "";

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
        [
            "--data",
            Data.Path,
            .. FitAgain
                .Changed(Data with { Path = "" }, new DataOptions())
                .SelectMany(option => (string[])[$"--{option.Key}", option.Value]),
            "--model",
            .. ModelWords,
            .. Training is null ? Array.Empty<string>() : ["--train", .. FitAgain.Settings(Training, new TrainingOptions(), "training.")],
        ];

    private IEnumerable<string> ModelWords =>
        Model switch
        {
            AssemblyOptions own => [$"{own.Assembly}:{own.Type}", .. Checkpoint],
            SequentialOptions => ["MODEL.yaml", .. Checkpoint],
            _ =>
            [
                NetworkTable.Networks.First(row => row.Options == Model.GetType()).Name,
                .. FitAgain.Settings(Model with { Checkpoint = null }, Activator.CreateInstance(Model.GetType())!, "model."),
                .. Checkpoint,
            ],
        };

    private IEnumerable<string> Checkpoint => Model.Checkpoint is { Length: > 0 } path ? ["--checkpoint", path] : [];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> ToNotes()
    {
        Dictionary<string, string> notes = new()
        {
            [DataNote] = JsonSerializer.Serialize(Data, Json),
            [EncodingNote] = Encoding.ToJson(),
            [ModelNote] = ModelText(Model),
        };
        if (Training is not null && Weights is not null)
        {
            notes[TrainingNote] = JsonSerializer.Serialize(Training, Json);
            notes[WeightsNote] = Weights;
        }

        return notes;
    }

    /// <inheritdoc/>
    public override FitSubject Open(IArtifactStore store, FitRequest request)
    {
        var origin = request.Checkpoint is { } checkpoint
            ? this with
            {
                Model = Model with { Checkpoint = checkpoint },
                Weights = null,
            }
            : this;
        var training = request.NeedsTraining ? OpenTraining(request) : null;
        return new RowSubject(origin, training, StoredModel.Open(origin, store, request.CancellationToken), request.Names);
    }

    /// <inheritdoc/>
    public override string Changed(FitPart part, string name) =>
        part == FitPart.Weights && Model.Checkpoint is { Length: > 0 } checkpoint
            ? $"The weights in '{checkpoint}' are not those of fit '{name}': the file is another one, or has changed since. "
                + "Give --checkpoint the file as it was, or make the fit again with 'dataworth fit'."
            : $"The model of fit '{name}' is another one now: "
                + (
                    Model is AssemblyOptions own
                        ? $"the assembly '{own.Assembly}' has changed since the fit"
                        : "this program makes it in another way"
                )
                + ". Put it back as it was, or make the fit again with 'dataworth fit'.";

    private static RowOrigin? Read(IReadOnlyDictionary<string, string> notes) =>
        notes.ContainsKey(DataNote) && notes.ContainsKey(EncodingNote) && notes.ContainsKey(ModelNote)
            ? new()
            {
                Data = JsonSerializer.Deserialize<DataOptions>(notes[DataNote], Json)!,
                Encoding = DataEncoding.FromJson(notes[EncodingNote]),
                Model = JsonSerializer.Deserialize<ModelOptions>(notes[ModelNote], Json)!,
                Training = notes.TryGetValue(TrainingNote, out var training)
                    ? JsonSerializer.Deserialize<TrainingOptions>(training, Json)
                    : null,
                Weights = notes.GetValueOrDefault(WeightsNote),
            }
            : null;

    private DataSource OpenTraining(FitRequest request)
    {
        var data = request.TrainingPath is { } path ? Data with { Path = path } : Data;
        try
        {
            return OpenFit.Open(data, null, request);
        }
        catch (DataUnavailableException exception)
        {
            throw new UserErrorException(
                $"{exception.Message} These are the training data of the fit: give --data where they are now (topk can do "
                    + "without them: --ids-only).",
                exception
            );
        }
    }
}
