using System.Numerics;

namespace DataWorth.Scoring;

/// <summary>The k largest and the k smallest scores per query of a stream of rows: one heap pair per query, no N x Q matrix.</summary>
/// <remarks>Ties go to the smaller row index, so that the result does not depend on how the stream is cut.</remarks>
public sealed class TopKSelector
{
    private readonly int _k;
    private readonly PriorityQueue<Entry, Entry>[] _largest;
    private readonly PriorityQueue<Entry, Entry>[] _smallest;
    private readonly float[] _entry; // what a score has to reach to be among the largest; -infinity while there is room
    private readonly float[] _exit; // what it must not exceed to be among the smallest

    /// <summary>Makes empty heaps.</summary>
    /// <param name="queries">Number of queries Q.</param>
    /// <param name="k">How many rows to keep on each side; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public TopKSelector(int queries, int k)
    {
        if (k < 1)
        {
            CoreThrow.Range("K", k, "at least 1");
        }

        _k = k;
        _entry = [.. Enumerable.Repeat(float.NegativeInfinity, queries)];
        _exit = [.. Enumerable.Repeat(float.PositiveInfinity, queries)];
        _largest =
        [
            .. Enumerable.Range(0, queries).Select(_ => new PriorityQueue<Entry, Entry>(Comparer<Entry>.Create((a, b) => Worse(a, b, 1)))),
        ];
        _smallest =
        [
            .. Enumerable.Range(0, queries).Select(_ => new PriorityQueue<Entry, Entry>(Comparer<Entry>.Create((a, b) => Worse(a, b, -1)))),
        ];
    }

    /// <summary>Offers rows.</summary>
    /// <param name="firstRow">Index of the first row in the whole stream.</param>
    /// <param name="scores">Scores, row-major [B, Q].</param>
    /// <exception cref="ArgumentException">The length is not a multiple of Q.</exception>
    public void Add(long firstRow, ReadOnlySpan<float> scores)
    {
        var queries = _largest.Length;
        if (queries == 0)
        {
            return;
        }

        if (scores.Length % queries != 0)
        {
            throw new ArgumentException($"{scores.Length} scores are not whole rows of {queries} queries.");
        }

        for (var offset = 0; offset < scores.Length; offset += queries)
        {
            AddRow(firstRow + (offset / queries), scores.Slice(offset, queries));
        }
    }

    /// <summary>The k largest scores of a query, largest first.</summary>
    public IReadOnlyList<(long Row, float Score)> Largest(int query) => Sorted(_largest[query], 1);

    /// <summary>The k smallest scores of a query, smallest first.</summary>
    public IReadOnlyList<(long Row, float Score)> Smallest(int query) => Sorted(_smallest[query], -1);

    /// <summary>Nearly all scores are neither large nor small enough: they are passed over a vector at a time.</summary>
    private void AddRow(long row, ReadOnlySpan<float> scores)
    {
        var query = 0;
        for (; query + Vector<float>.Count <= scores.Length; query += Vector<float>.Count)
        {
            var vector = new Vector<float>(scores[query..]);
            if (
                Vector.LessThanAll(vector, new Vector<float>(_entry, query))
                && Vector.GreaterThanAll(vector, new Vector<float>(_exit, query))
            )
            {
                continue;
            }

            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                Offer(row, query + lane, vector[lane]);
            }
        }

        for (; query < scores.Length; query++)
        {
            Offer(row, query, scores[query]);
        }
    }

    private void Offer(long row, int query, float score)
    {
        if (!(score < _entry[query]))
        {
            _entry[query] = Offer(_largest[query], new Entry(row, score), 1) ?? float.NegativeInfinity;
        }

        if (!(score > _exit[query]))
        {
            _exit[query] = Offer(_smallest[query], new Entry(row, score), -1) ?? float.PositiveInfinity;
        }
    }

    /// <summary>Takes an entry that is good enough; returns the score that the next one has to reach, or null while there is
    /// room.</summary>
    private float? Offer(PriorityQueue<Entry, Entry> heap, Entry entry, int sign)
    {
        if (heap.Count < _k)
        {
            heap.Enqueue(entry, entry);
        }
        else if (Worse(heap.Peek(), entry, sign) < 0)
        {
            heap.DequeueEnqueue(entry, entry);
        }

        return heap.Count < _k ? null : heap.Peek().Score;
    }

    private static IReadOnlyList<(long Row, float Score)> Sorted(PriorityQueue<Entry, Entry> heap, int sign) =>
        [
            .. heap
                .UnorderedItems.Select(item => item.Element)
                .Order(Comparer<Entry>.Create((a, b) => Worse(b, a, sign)))
                .Select(e => (e.Row, e.Score)),
        ];

    /// <summary>Negative when <paramref name="left"/> should leave the heap before <paramref name="right"/>.</summary>
    private static int Worse(Entry left, Entry right, int sign)
    {
        var byScore = sign * left.Score.CompareTo(right.Score);
        return byScore != 0 ? byScore : right.Row.CompareTo(left.Row);
    }

    private readonly record struct Entry(long Row, float Score);
}
