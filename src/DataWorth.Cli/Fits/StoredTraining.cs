using DataWorth.Artifacts;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits;

/// <summary>A training whose weights are in the store.</summary>
/// <param name="Key">Where.</param>
/// <param name="Result">What it came to.</param>
/// <param name="IsNew">Whether it was made now.</param>
internal sealed record StoredTraining(ArtifactKey Key, TrainingResult Result, bool IsNew);
