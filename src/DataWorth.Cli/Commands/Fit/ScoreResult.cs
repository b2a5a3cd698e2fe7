using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>What 'dataworth score --json' prints.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Meaning">What scores mean.</param>
/// <param name="Queries">Ids of the queries, in the order of the scores.</param>
/// <param name="Candidates">The candidates, those of the highest mean first.</param>
/// <param name="Warnings">What the user should know, a sentence each.</param>
internal sealed record ScoreResult(
    string Name,
    string Meaning,
    IReadOnlyList<string> Queries,
    IReadOnlyList<CandidateScores> Candidates,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>The result.</summary>
    public static ScoreResult From(
        string name,
        ScoreScale scale,
        IReadOnlyList<string> queries,
        IReadOnlyList<CandidateScores> candidates,
        IReadOnlyList<string> warnings
    ) =>
        new(
            name,
            scale.Unit is null
                ? scale.Meaning
                : FormattableString.Invariant(
                    $"Training on a candidate as well would change the queries' log-probabilities by about score/{scale.Divisor + 1:0}: up where it is positive."
                ),
            queries,
            [.. candidates.OrderByDescending(candidate => candidate.Mean)],
            warnings
        );
}
