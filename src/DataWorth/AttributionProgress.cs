namespace DataWorth;

/// <summary>How far a stage is.</summary>
/// <param name="Stage">"collect gradients", "fit curvature", ...</param>
/// <param name="Done">Examples done.</param>
/// <param name="Total">Examples in all.</param>
public readonly record struct AttributionProgress(string Stage, long Done, long Total);
