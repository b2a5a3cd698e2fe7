using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits;

/// <summary>What a fit was made from. It is kept with the fit, so that its name is all that questions need.</summary>
internal abstract record FitOrigin
{
    /// <summary>How options are written in notes.</summary>
    protected static JsonSerializerOptions Json { get; } = OptionsJson.Create(NetworkTable.Choices);

    /// <summary>Where the training data are; a path is a full one.</summary>
    public abstract string DataPath { get; }

    /// <summary>Files and folders that the fit was made from.</summary>
    public abstract IEnumerable<string?> Inputs { get; }

    /// <summary>Where the weights are, for people.</summary>
    public abstract string WeightsText { get; }

    /// <summary>The kind of data and model.</summary>
    public abstract SubjectKind Subject { get; }

    /// <summary>The origin as texts.</summary>
    public abstract IReadOnlyDictionary<string, string> ToNotes();

    /// <summary>The words of 'dataworth fit' that say data, model and training.</summary>
    public abstract IEnumerable<string> Words { get; }

    /// <summary>Refuses files that are not those of the fit, where the fit's own check of model and rows would not see it.</summary>
    /// <param name="name">Name of the fit.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <exception cref="UserErrorException">They have changed.</exception>
    public virtual void RequireUnchanged(string name, FitRequest request) { }

    /// <summary>Opens the model with the weights of the fit, and the training data where they are asked for.</summary>
    /// <param name="store">The store of the fit.</param>
    /// <param name="request">What the command knows besides.</param>
    public abstract FitSubject Open(IArtifactStore store, FitRequest request);

    /// <summary>Why data or model do not fit any more, and what to do.</summary>
    /// <param name="part">What has changed.</param>
    /// <param name="name">Name of the fit.</param>
    public abstract string Changed(FitPart part, string name);

    /// <summary>The origin of a fit; null for a fit that a program made.</summary>
    public static FitOrigin? Find(FitDescription fit) =>
        SubjectTable.Kinds.Select(kind => kind.Read(fit.Notes)).FirstOrDefault(origin => origin is not null);

    /// <summary>The origin of a fit.</summary>
    /// <exception cref="UserErrorException">The fit was not made by 'dataworth fit'.</exception>
    public static FitOrigin Of(FitDescription fit) =>
        Find(fit)
        ?? throw new UserErrorException(
            $"Fit '{fit.Name ?? fit.Key.ToString()}' was made by a program of its own, which alone knows its data and model. Ask it there "
                + "(mlContext.Attribution.Load), or fit again with 'dataworth fit'."
        );

    /// <summary>A model as one text, equal for equal models.</summary>
    public static string ModelText(ModelOptions model) => JsonSerializer.Serialize(model, Json);

    /// <summary>Training options as one text.</summary>
    public static string TrainingText(TrainingOptions training) => JsonSerializer.Serialize(training, Json);
}
