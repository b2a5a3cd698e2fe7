namespace DataWorth.Cli.Commands.Fit;

/// <summary>The scores of one candidate.</summary>
/// <param name="Id">The candidate.</param>
/// <param name="Label">Its class.</param>
/// <param name="Scores">Its score for each query, as the method gives it.</param>
/// <param name="Effects">The same in the unit of the scores, as 'dataworth topk' shows them.</param>
internal sealed record CandidateScores(string Id, string Label, IReadOnlyList<float> Scores, IReadOnlyList<double> Effects)
{
    /// <summary>Mean effect on the queries: above 0 where the candidate would help more than it harms.</summary>
    public double MeanEffect { get; } = Effects.Average();

    /// <summary>The scores of a candidate with their effects.</summary>
    /// <param name="id">The candidate.</param>
    /// <param name="label">Its class.</param>
    /// <param name="scores">Its score for each query.</param>
    /// <param name="divisor">What a score is divided by to be an effect.</param>
    public static CandidateScores Of(string id, string label, IReadOnlyList<float> scores, double divisor) =>
        new(id, label, scores, [.. scores.Select(score => score / divisor)]);
}
