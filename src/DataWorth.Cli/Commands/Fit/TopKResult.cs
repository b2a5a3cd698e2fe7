using DataWorth.Cli.Commands.Ask;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>What 'dataworth topk --json' prints.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Meaning">What effects mean.</param>
/// <param name="Unit">Their unit; null if they have none.</param>
/// <param name="Queries">The queries, wrong ones first, then the least certain.</param>
/// <param name="Warnings">What the user should know, a sentence each.</param>
/// <param name="Stages">With --then how the two stages went.</param>
internal sealed record TopKResult(
    string Name,
    string Meaning,
    string? Unit,
    IReadOnlyList<TopKResult.Query> Queries,
    IReadOnlyList<string> Warnings,
    ShortlistResult? Stages
)
{
    /// <summary>The result.</summary>
    public static TopKResult From(
        string name,
        ScoreScale scale,
        IReadOnlyList<ReportQuery> queries,
        IReadOnlyList<string> warnings,
        IReadOnlyDictionary<string, WordSearch>? words = null,
        ShortlistResult? stages = null,
        TokenShares? tokens = null
    ) =>
        new(
            name,
            scale.Meaning,
            scale.Unit,
            [
                .. queries.Select(query => new Query(
                    query.Id,
                    query.Predicted,
                    query.Probability,
                    query.TrueLabel,
                    query.Content.Text,
                    [.. query.Proponents.Select(neighbour => Of(neighbour, scale, words?[query.Id], tokens?.Of(query, neighbour)))],
                    [.. query.Opponents.Select(neighbour => Of(neighbour, scale, words?[query.Id], tokens?.Of(query, neighbour)))],
                    words?[query.Id].Best,
                    query.Outside.Count == 0 ? null : query.Outside,
                    query.Caution(scale)
                )),
            ],
            warnings,
            stages
        );

    private static Neighbour Of(ReportNeighbour neighbour, ScoreScale scale, WordSearch? words, IReadOnlyList<AskResult.Token>? tokens) =>
        new(
            neighbour.Example.Id,
            neighbour.Example.Label,
            neighbour.Score,
            neighbour.Score / scale.Divisor,
            neighbour.Example.Content.Text,
            words?.Ranking.RankOf(neighbour.Example.Id),
            tokens
        );

    /// <summary>One query; with --bm25 the passages that share most of its words; its numbers far from all that the model was trained on, and
    /// what is to be known before its effects are read, if there are such.</summary>
    internal sealed record Query(
        string Id,
        string? Predicted,
        double? Probability,
        string? Label,
        string? Text,
        IReadOnlyList<Neighbour> Proponents,
        IReadOnlyList<Neighbour> Opponents,
        IReadOnlyList<WordMatch>? Bm25,
        IReadOnlyList<OutsideValue>? Outside,
        QueryCaution? Caution
    );

    /// <summary>One training example: its score, that in the unit, with --bm25 its rank by words, with --by-tokens the shares of its tokens,
    /// which add up to the score.</summary>
    internal sealed record Neighbour(
        string Id,
        string? Label,
        double Score,
        double Effect,
        string? Text,
        int? Bm25Rank,
        IReadOnlyList<AskResult.Token>? Tokens
    );
}
