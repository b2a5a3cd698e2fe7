namespace DataWorth.Cli.Commands.Fit;

/// <summary>The scores of one candidate.</summary>
/// <param name="Id">The candidate.</param>
/// <param name="Label">Its class.</param>
/// <param name="Scores">Its score for each query.</param>
internal sealed record CandidateScores(string Id, string Label, IReadOnlyList<float> Scores)
{
    /// <summary>Mean over the queries: above 0 where the candidate would help more than it harms.</summary>
    public double Mean { get; } = Scores.Average(score => (double)score);
}
