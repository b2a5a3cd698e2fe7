using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits;

/// <summary>Everything that decides what a fit computes.</summary>
/// <param name="Data">The training data.</param>
/// <param name="Model">The model.</param>
/// <param name="Training">How it is trained; null where it has a checkpoint.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Options">Its options, with the name of the fit.</param>
internal sealed record FitDefinition(
    DataOptions Data,
    ModelOptions Model,
    TrainingOptions? Training,
    string Method,
    AttributionOptions Options
);
