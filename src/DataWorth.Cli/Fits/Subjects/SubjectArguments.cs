using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>What 'dataworth fit' was told of data and model.</summary>
/// <param name="Data">The training data.</param>
/// <param name="Model">The model.</param>
/// <param name="Checkpoint">File of its weights; null for none.</param>
/// <param name="Training">How it is trained; null where it has weights.</param>
/// <param name="Settings">Values of options by name, those of the model with 'model.' in front.</param>
internal sealed record SubjectArguments(
    TypedData Data,
    string Model,
    string? Checkpoint,
    TrainingOptions? Training,
    IReadOnlyDictionary<string, string> Settings
);
