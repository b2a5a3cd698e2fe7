using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>What 'dataworth score --json' prints.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Meaning">What effects mean.</param>
/// <param name="Unit">Their unit; null if they have none.</param>
/// <param name="Queries">Ids of the queries, in the order of the scores.</param>
/// <param name="Candidates">The candidates, those of the highest mean effect first.</param>
/// <param name="Warnings">What the user should know, a sentence each.</param>
internal sealed record ScoreResult(
    string Name,
    string Meaning,
    string? Unit,
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
                    $"Scores are shown divided by the number of training examples ({scale.Divisor:N0}), as 'dataworth topk' shows them: +0.01 says that training on the candidate as well would raise the query's log-probability by about 0.01; \u22120.01, lower it."
                ),
            scale.Unit,
            queries,
            [.. candidates.OrderByDescending(candidate => candidate.MeanEffect)],
            warnings
        );
}
