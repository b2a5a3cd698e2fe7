using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits;

/// <summary>What a fit was made from. It is kept with the fit, so that its name is all that questions need.</summary>
internal sealed record FitOrigin
{
    private const string DataNote = "data";
    private const string EncodingNote = "encoding";
    private const string ModelNote = "model";
    private const string TrainingNote = "training";
    private const string WeightsNote = "weights";

    private static readonly JsonSerializerOptions s_json = OptionsJson.Create(NetworkTable.Choices);

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

    /// <summary>The origin as texts.</summary>
    public IReadOnlyDictionary<string, string> ToNotes()
    {
        Dictionary<string, string> notes = new()
        {
            [DataNote] = JsonSerializer.Serialize(Data, s_json),
            [EncodingNote] = Encoding.ToJson(),
            [ModelNote] = ModelText(Model),
        };
        if (Training is not null && Weights is not null)
        {
            notes[TrainingNote] = JsonSerializer.Serialize(Training, s_json);
            notes[WeightsNote] = Weights;
        }

        return notes;
    }

    /// <summary>The origin of a fit.</summary>
    /// <exception cref="UserErrorException">The fit was not made by 'dataworth fit'.</exception>
    public static FitOrigin Of(FitDescription fit)
    {
        var notes = fit.Notes;
        if (!notes.ContainsKey(DataNote) || !notes.ContainsKey(EncodingNote) || !notes.ContainsKey(ModelNote))
        {
            throw new UserErrorException(
                $"Fit '{fit.Name ?? fit.Key.ToString()}' was made by a program of its own, which alone knows its data and model. Ask it there "
                    + "(mlContext.Attribution.Load), or fit again with 'dataworth fit'."
            );
        }

        return new FitOrigin
        {
            Data = JsonSerializer.Deserialize<DataOptions>(notes[DataNote], s_json)!,
            Encoding = DataEncoding.FromJson(notes[EncodingNote]),
            Model = JsonSerializer.Deserialize<ModelOptions>(notes[ModelNote], s_json)!,
            Training = notes.TryGetValue(TrainingNote, out var training)
                ? JsonSerializer.Deserialize<TrainingOptions>(training, s_json)
                : null,
            Weights = notes.GetValueOrDefault(WeightsNote),
        };
    }

    /// <summary>A model as one text, equal for equal models.</summary>
    public static string ModelText(ModelOptions model) => JsonSerializer.Serialize(model, s_json);

    /// <summary>Training options as one text.</summary>
    public static string TrainingText(TrainingOptions training) => JsonSerializer.Serialize(training, s_json);
}
