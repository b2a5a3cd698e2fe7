using DataWorth.Scoring;

namespace DataWorth.Stages;

/// <summary>The stage 'top k': the strongest training examples of each query, from a stream of scores; parts merge.</summary>
public static class TopK
{
    private const string Proponent = "Proponent";
    private const string Opponent = "Opponent";

    /// <summary>The k strongest proponents and k strongest opponents of every query.</summary>
    /// <param name="asked">A fit with queries (<see cref="AttributionTransformer.WithQueries"/>).</param>
    /// <param name="k">How many on each side, at least 1.</param>
    /// <param name="part">Among which examples; default all.</param>
    /// <returns>Per query proponents by falling score, then opponents by rising score; equal scores in the store's order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are no queries.</exception>
    public static IReadOnlyList<Neighbor> Run(AttributionTransformer asked, int k, Part? part = null)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var queries = asked.RequireQueries().Ids;
        var selector = new TopKSelector(queries.Count, k);
        var ids = new List<string>();
        foreach (var rows in Score.Run(asked, part))
        {
            selector.Add(ids.Count, rows.Scores);
            ids.AddRange(rows.Ids);
        }

        return
        [
            .. queries.SelectMany(
                (query, i) => Side(ids, query, Proponent, selector.Largest(i)).Concat(Side(ids, query, Opponent, selector.Smallest(i)))
            ),
        ];
    }

    /// <summary>What all parts together give.</summary>
    /// <param name="parts">What <see cref="Run"/> gave for each part, in their order.</param>
    /// <param name="k">How many on each side, at most as many as were asked for of each part.</param>
    public static IReadOnlyList<Neighbor> Merge(IEnumerable<IReadOnlyList<Neighbor>> parts, int k) =>
        [
            .. parts
                .SelectMany(part => part)
                .GroupBy(neighbor => (neighbor.QueryId, neighbor.Side))
                .SelectMany(side =>
                    (
                        side.Key.Side == Proponent
                            ? side.OrderByDescending(neighbor => neighbor.Score)
                            : side.OrderBy(neighbor => neighbor.Score)
                    )
                        .Take(k)
                        .Select((neighbor, rank) => Neighbor(neighbor.QueryId, neighbor.Side, rank, neighbor.ExampleId, neighbor.Score))
                ),
        ];

    private static IEnumerable<Neighbor> Side(
        List<string> ids,
        string query,
        string side,
        IReadOnlyList<(long Row, float Score)> entries
    ) => entries.Select((entry, rank) => Neighbor(query, side, rank, ids[(int)entry.Row], entry.Score));

    private static Neighbor Neighbor(string query, string side, int rank, string example, float score) =>
        new()
        {
            QueryId = query,
            Side = side,
            Rank = rank + 1,
            ExampleId = example,
            Score = score,
        };
}
