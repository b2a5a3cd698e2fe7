using System.Text.Json.Nodes;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Data and model of a fit that is to be made.</summary>
internal abstract record SubjectDefinition
{
    /// <summary>Where the data are.</summary>
    public abstract string Path { get; }

    /// <summary>How the model is trained; null where it has weights.</summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>A method's options for this model unless others are given: rows in a pass, what is tracked.</summary>
    /// <param name="options">The method's own.</param>
    public virtual AttributionOptions Defaults(AttributionOptions options) => options;

    /// <summary>Whether it can only be planned with.</summary>
    public virtual bool IsImagined => false;

    /// <summary>What of it, besides the rows and <see cref="FilesDigest"/>, decides a model with its weights.</summary>
    public abstract string ModelText { get; }

    /// <summary>The section of the data with every default written out.</summary>
    public abstract JsonObject DataSection { get; }

    /// <summary>The fingerprint of the files that the model is made from; null where there are none.</summary>
    public abstract string? FilesDigest();

    /// <summary>Opens data and model. A model that is to be trained has its first weights.</summary>
    /// <param name="request">What the command knows besides.</param>
    public abstract FitSubject Open(FitRequest request);
}
