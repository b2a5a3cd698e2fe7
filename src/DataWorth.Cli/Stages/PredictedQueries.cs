namespace DataWorth.Cli.Stages;

/// <summary>What the model predicts for the queries.</summary>
/// <param name="Classes">The most probable class of each, [Q].</param>
/// <param name="Probabilities">Its probability, [Q].</param>
/// <param name="Explained">The class of each that is explained, [Q].</param>
internal sealed record PredictedQueries(IReadOnlyList<int> Classes, IReadOnlyList<double> Probabilities, IReadOnlyList<long> Explained);
