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
    /// <param name="parts">What <see cref="Run"/> gave for each part, in their order. All have to be given: of a part that is missing nothing
    /// can be seen in the others, and its examples would be left out in silence.</param>
    /// <param name="k">How many on each side, at least 1 and at most as many as were asked for of each part.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    /// <exception cref="ArgumentException">A part lists fewer than k, though it has more examples; or an example is in two
    /// parts.</exception>
    public static IReadOnlyList<Neighbor> Merge(IEnumerable<IReadOnlyList<Neighbor>> parts, int k)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        var all = parts.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var query in all[i].GroupBy(neighbor => neighbor.QueryId))
            {
                var listed = query.ToLookup(neighbor => neighbor.Side, neighbor => neighbor.ExampleId);
                var (top, bottom) = (listed[Proponent].ToHashSet(), listed[Opponent].ToHashSet());
                if (top.Count < k && !top.SetEquals(bottom))
                {
                    Throw.TooFewNeighbors(i, top.Count, k);
                }
            }
        }

        return
        [
            .. all.SelectMany(part => part).GroupBy(neighbor => (neighbor.QueryId, neighbor.Side)).SelectMany(side => Best([.. side], k)),
        ];
    }

    private static IEnumerable<Neighbor> Best(List<Neighbor> side, int k)
    {
        if (side.GroupBy(neighbor => neighbor.ExampleId).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Throw.NeighborTwice(twice.Key, side[0].QueryId);
        }

        var sorted =
            side[0].Side == Proponent ? side.OrderByDescending(neighbor => neighbor.Score) : side.OrderBy(neighbor => neighbor.Score);
        return sorted
            .Take(k)
            .Select((neighbor, rank) => Neighbor(neighbor.QueryId, neighbor.Side, rank, neighbor.ExampleId, neighbor.Score));
    }

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
