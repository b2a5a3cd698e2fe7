namespace DataWorth.Evaluation.Memorisation;

/// <summary>How well the passages that belong to queries are found.</summary>
/// <param name="First">Share of the queries with one of their passages at rank 1.</param>
/// <param name="RecallAt5">Share of their passages among the first 5, mean over queries.</param>
/// <param name="RecallAt10">The same among the first 10.</param>
/// <param name="ReciprocalRank">Mean of 1 / rank of the first that is found.</param>
public sealed record Retrieval(double First, double RecallAt5, double RecallAt10, double ReciprocalRank)
{
    /// <summary>From the ranks of the passages that belong to each query.</summary>
    /// <param name="ranks">Ranks from 1, at least one for each query.</param>
    public static Retrieval Of(IReadOnlyList<IReadOnlyList<int>> ranks) =>
        new(
            ranks.Average(own => own.Min() == 1 ? 1.0 : 0),
            ranks.Average(own => own.Count(rank => rank <= 5) / (double)own.Count),
            ranks.Average(own => own.Count(rank => rank <= 10) / (double)own.Count),
            ranks.Average(own => 1.0 / own.Min())
        );

    /// <summary>The ranks of some rows: 1 plus the number of rows with a higher score, half of the ties counted as higher.</summary>
    /// <param name="scores">The scores of all rows.</param>
    /// <param name="rows">The rows.</param>
    public static IReadOnlyList<int> Ranks(IReadOnlyList<double> scores, IEnumerable<int> rows) =>
        [
            .. rows.Select(row =>
            {
                var (higher, equal) = (scores.Count(score => score > scores[row]), scores.Count(score => score == scores[row]));
                return 1 + higher + ((equal - 1) / 2);
            }),
        ];
}
