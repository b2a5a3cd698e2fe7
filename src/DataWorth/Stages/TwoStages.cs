using System.Diagnostics;
using DataWorth.Data;
using DataWorth.Randomness;
using DataWorth.Scoring;
using Microsoft.ML;

namespace DataWorth.Stages;

/// <summary>The strongest training examples in two stages: a cheap fit names a shortlist of each query, a sharper one scores the shortlist
/// only.</summary>
/// <remarks>With a shortlist of all examples it is <see cref="TopK"/> of the second fit.</remarks>
public static class TwoStages
{
    private static readonly string[] s_sides = ["Proponent", "Opponent"];

    /// <summary>The k strongest proponents and opponents of every query.</summary>
    /// <param name="first">The cheap fit with queries, such as LoRIF.</param>
    /// <param name="second">The sharper fit with the same queries, such as EKFAC.</param>
    /// <param name="train">The training view of both.</param>
    /// <param name="k">How many on each side, at least 1 and at most the shortlist.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The fits are asked other queries, or an option is out of range.</exception>
    /// <exception cref="FitMismatchException">A row that is scored is another than at the fits.</exception>
    /// <exception cref="InvalidOperationException">There are no queries.</exception>
    public static TwoStageResult Run(
        AttributionTransformer first,
        AttributionTransformer second,
        IDataView train,
        int k,
        TwoStageOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        options ??= new();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        var queries = first.RequireQueries().Ids;
        if (k > options.Shortlist)
        {
            Throw.ShortShortlist(k, options.Shortlist);
        }

        if (!queries.SequenceEqual(second.RequireQueries().Ids) || HaveOtherRows(first, second))
        {
            Throw.OtherQueries();
        }

        var start = Stopwatch.GetTimestamp();
        var shortlist = Shortlist.Of(first, queries.Count, options);
        var firstTime = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var view = RowsOfView.At(second.MLContext, train, shortlist.Rows);
        RequireSame(first.Fitted.Members[0], second.Fitted.Members[0], train, view, shortlist);
        var scored = Score(second, view, shortlist, options.ByPositions);
        var neighbors = queries.SelectMany((query, i) => Sides(shortlist, scored, query, i, k)).ToList();
        return new(
            neighbors,
            Agreement(neighbors, shortlist, queries, k),
            shortlist.Sample.Count == 0 ? null : shortlist.Recall(scored, Math.Min(k, shortlist.Sample.Count)),
            shortlist.Sample.Count,
            scored.Count,
            firstTime,
            Stopwatch.GetElapsedTime(start)
        );
    }

    // What is scored has to be what was listed, and what both fits were made with.
    private static void RequireSame(FitSession first, FitSession second, IDataView train, IDataView view, Shortlist shortlist)
    {
        if (!first.Key.Data.AsSpan().SequenceEqual(second.Key.Data))
        {
            RequireSame(first, train, view, shortlist);
            RequireSame(second, train, view, shortlist);
            return;
        }

        RequireSame(first.Stored is null ? second : first, train, view, shortlist);
    }

    // By the rows that the fit stores, or else by its hash of all rows.
    private static void RequireSame(FitSession fit, IDataView train, IDataView view, Shortlist shortlist)
    {
        if (fit.Stored is not { } stored || !IsSame(fit, stored, view, shortlist))
        {
            fit.ReadTraining(train); // says how they differ
        }
    }

    private static bool IsSame(FitSession fit, StoredFeatures stored, IDataView view, Shortlist shortlist)
    {
        var reader = new BatchReader(view, fit.Task, fit.Options.IdColumn);
        var found = reader
            .Read(fit.Options.BatchSize, fit.Options.CancellationToken)
            .SelectMany(batch => batch.Ids.Zip(batch.Contents).ToList());
        return found.SequenceEqual(shortlist.Rows.Select(row => (shortlist.Ids[(int)row], stored.Content(row))));
    }

    private static bool HaveOtherRows(AttributionTransformer first, AttributionTransformer second) =>
        string.Join(' ', first.Task.Columns) == string.Join(' ', second.Task.Columns) // else contents are not comparable
        && !first.RequireQueries().Contents.SequenceEqual(second.RequireQueries().Contents);

    // The second fit's scores of the rows that are on a shortlist or in the sample, by row.
    private static Dictionary<long, float[]> Score(AttributionTransformer second, IDataView view, Shortlist shortlist, bool byPositions)
    {
        Dictionary<long, float[]> scores = [];
        foreach (var (row, values) in shortlist.Rows.Zip(byPositions ? SumPositions(second, view) : ScoreRows(second, view)))
        {
            scores[row] = values;
            second.Options.Progress?.Report(new AttributionProgress("second stage", scores.Count, shortlist.Rows.Count));
        }

        return scores;
    }

    private static IEnumerable<float[]> ScoreRows(AttributionTransformer second, IDataView view)
    {
        var reader = new BatchReader(view, second.Task, second.Options.IdColumn);
        var pass = second.Pass(scores: true, self: false);
        foreach (var batch in reader.Read(second.Options.BatchSize, second.Options.CancellationToken))
        {
            var part = pass.Score(batch);
            var queries = part.Scores.Length / part.Count;
            for (var place = 0; place < part.Count; place++)
            {
                yield return part.Scores[(place * queries)..((place + 1) * queries)];
            }
        }
    }

    private static IEnumerable<float[]> SumPositions(AttributionTransformer second, IDataView view) =>
        second.ScorePositions(view).Select(shares => shares.Scores.Select(query => (float)query.Sum(share => (double)share)).ToArray());

    private static IEnumerable<Neighbor> Sides(Shortlist shortlist, Dictionary<long, float[]> scored, string query, int index, int k)
    {
        TopKSelector selector = new(1, k);
        foreach (var row in shortlist.Of(index))
        {
            selector.Add(row, [scored[row][index]]);
        }

        IReadOnlyList<(long Row, float Score)>[] sides = [selector.Largest(0), selector.Smallest(0)];
        return sides.SelectMany(
            (entries, side) =>
                entries.Select(
                    (entry, rank) =>
                        new Neighbor
                        {
                            QueryId = query,
                            Side = s_sides[side],
                            Rank = rank + 1,
                            ExampleId = shortlist.Ids[(int)entry.Row],
                            Score = entry.Score,
                        }
                )
        );
    }

    private static double Agreement(List<Neighbor> neighbors, Shortlist shortlist, IReadOnlyList<string> queries, int k)
    {
        var places = queries.Index().ToDictionary(query => query.Item, query => query.Index);
        return neighbors
            .GroupBy(neighbor => (neighbor.QueryId, neighbor.Side))
            .Average(side =>
            {
                var strongest = shortlist.Strongest(places[side.Key.QueryId], isLargest: side.Key.Side == s_sides[0], k);
                return side.Average(neighbor => strongest.Contains(neighbor.ExampleId) ? 1.0 : 0);
            });
    }

    // What one pass of the first fit leaves: who is on the shortlists, and its scores of the sample.
    private sealed class Shortlist
    {
        private readonly TopKSelector _selector;
        private readonly int _queries;
        private readonly int _length;

        private readonly Lazy<IReadOnlyList<long>> _rows;

        private Shortlist(int queries, int length)
        {
            (_queries, _length) = (queries, length);
            _selector = new(queries, length);
            _rows = new(() => [.. Enumerable.Range(0, _queries).SelectMany(Of).Concat(Sample.Select(row => row.Row)).Distinct().Order()]);
        }

        public List<string> Ids { get; } = [];

        // Row and the first fit's scores, in order.
        public List<(long Row, float[] Scores)> Sample { get; } = [];

        // All of them, in order.
        public IReadOnlyList<long> Rows => _rows.Value;

        public static Shortlist Of(AttributionTransformer first, int queries, TwoStageOptions options)
        {
            Shortlist shortlist = new(queries, options.Shortlist);
            var (total, missing) = (first.Summary.Examples, options.RecallRows);
            SeededRandom random = new(options.Seed);
            foreach (var rows in Stages.Score.Run(first))
            {
                shortlist._selector.Add(shortlist.Ids.Count, rows.Scores);
                foreach (var (place, id) in rows.Ids.Index())
                {
                    // Each row with the chance that makes all samples equally likely (Knuth's algorithm S).
                    if (random.NextDouble() * (total - shortlist.Ids.Count) < missing)
                    {
                        missing--;
                        shortlist.Sample.Add((shortlist.Ids.Count, rows.Scores[(place * queries)..((place + 1) * queries)]));
                    }

                    shortlist.Ids.Add(id);
                }
            }

            return shortlist;
        }

        // The rows of a query, in the store's order.
        public IEnumerable<long> Of(int query) =>
            _selector.Largest(query).Concat(_selector.Smallest(query)).Select(entry => entry.Row).Distinct().Order();

        public HashSet<string> Strongest(int query, bool isLargest, int k) =>
            [.. (isLargest ? _selector.Largest(query) : _selector.Smallest(query)).Take(k).Select(entry => Ids[(int)entry.Row])];

        public double Recall(Dictionary<long, float[]> second, int k)
        {
            var length = (int)Math.Ceiling((double)_length * Sample.Count / Ids.Count);
            return Enumerable
                .Range(0, _queries)
                .SelectMany(query => new[] { 1, -1 }, (query, sign) => (query, sign))
                .Average(side =>
                {
                    var listed = Sample
                        .OrderByDescending(row => side.sign * row.Scores[side.query])
                        .Take(length)
                        .Select(row => row.Row)
                        .ToHashSet();
                    var best = Sample.OrderByDescending(row => side.sign * second[row.Row][side.query]).Take(k);
                    return best.Average(row => listed.Contains(row.Row) ? 1.0 : 0);
                });
        }
    }
}
