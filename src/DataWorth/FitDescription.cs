using DataWorth.Artifacts;

namespace DataWorth;

/// <summary>A fit that a store has.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name (<see cref="AttributionOptions.Name"/>), or null.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Examples">Number of training examples N.</param>
/// <param name="Made">When it was fitted last.</param>
/// <param name="Options">The options of the method, as texts.</param>
/// <param name="Notes">What was kept with it (<see cref="AttributionOptions.Notes"/>).</param>
public sealed record FitDescription(
    ArtifactKey Key,
    string? Name,
    string Method,
    long Examples,
    DateTimeOffset Made,
    IReadOnlyDictionary<string, string> Options,
    IReadOnlyDictionary<string, string> Notes
);
