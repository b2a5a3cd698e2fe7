using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Checks;

/// <summary>Checks of scores that need no retraining.</summary>
public static class Neighbourhoods
{
    /// <summary>Share of the k strongest proponents that have the query's class, averaged over queries.</summary>
    /// <param name="scores">Scores of all pairs.</param>
    /// <param name="trainLabels">Classes of the training examples, [N].</param>
    /// <param name="queryLabels">Classes of the queries, [Q].</param>
    /// <param name="k">Number of proponents, at least 1.</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static double ClassPurity(MethodScores scores, IReadOnlyList<int> trainLabels, IReadOnlyList<int> queryLabels, int k)
    {
        Finite.Require(scores);
        return Enumerable
            .Range(0, scores.QueryCount)
            .Average(query => scores.Top(query, k).Average(example => trainLabels[example] == queryLabels[query] ? 1.0 : 0.0));
    }

    /// <summary>How far two models give the same ranking of the training examples: Spearman's correlation per query, averaged over queries
    /// and pairs of models; a query for which a model scores all examples alike counts as 0.</summary>
    /// <param name="models">Scores for each attributed model.</param>
    /// <returns>Null for a single model.</returns>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static double? RankStability(IReadOnlyList<MethodScores> models)
    {
        if (models.Count < 2)
        {
            return null;
        }

        foreach (var model in models)
        {
            Finite.Require(model);
        }

        var correlations = new double[models[0].QueryCount];
        Parallel.For(
            0,
            correlations.Length,
            query =>
            {
                double[][] ranks =
                [
                    .. models.Select(model =>
                        Spearman.AverageRanks([.. Enumerable.Range(0, model.TrainCount).Select(example => (double)model[example, query])])
                    ),
                ];
                var pairs =
                    from left in Enumerable.Range(0, ranks.Length)
                    from right in Enumerable.Range(left + 1, ranks.Length - left - 1)
                    select Spearman.Correlation(ranks[left], ranks[right]);
                correlations[query] = pairs.Average(correlation => double.IsNaN(correlation) ? 0 : correlation);
            }
        );
        return correlations.Average();
    }

    /// <summary>Share of queries, each a copy of a training example, whose original has the largest score.</summary>
    /// <param name="scores">Scores of all pairs.</param>
    /// <param name="originals">The training example that each query is a copy of, [Q].</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static double DuplicatesFirst(MethodScores scores, IReadOnlyList<int> originals) =>
        Ranks(scores, originals).Average(rank => rank == 1 ? 1.0 : 0.0);

    /// <summary>Mean reciprocal rank of the original among all training examples.</summary>
    /// <param name="scores">Scores of all pairs.</param>
    /// <param name="originals">The training example that each query is a copy of, [Q].</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static double DuplicatesReciprocalRank(MethodScores scores, IReadOnlyList<int> originals) =>
        Ranks(scores, originals).Average(rank => 1.0 / rank);

    private static IEnumerable<int> Ranks(MethodScores scores, IReadOnlyList<int> originals)
    {
        Finite.Require(scores);
        return Enumerable
            .Range(0, scores.QueryCount)
            .Select(query =>
                1 + Enumerable.Range(0, scores.TrainCount).Count(example => scores[example, query] > scores[originals[query], query])
            );
    }
}
