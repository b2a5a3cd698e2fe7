using System.Text.Json.Nodes;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>What a pipeline says of data and model.</summary>
/// <param name="Data">The section 'data'; its path is a full one.</param>
/// <param name="Model">The model.</param>
/// <param name="Training">How it is trained; null where it has weights.</param>
internal sealed record PipelineSections(JsonObject Data, ModelOptions Model, TrainingOptions? Training)
{
    /// <summary>Name of the section of the data.</summary>
    public const string DataName = "data";

    /// <summary>Name of the section of the model.</summary>
    public const string ModelName = "model";

    /// <summary>Name of the section of the training.</summary>
    public const string TrainingName = "training";
}
