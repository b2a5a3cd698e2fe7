using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Pipeline;

/// <summary>A recipe after its fit, shared by all transformers of the fit: scores views and stored examples.</summary>
internal sealed class FittedRecipe
{
    private readonly IReadOnlyList<FittedMember> _members;
    private readonly BatchReader _train;
    private readonly long _count;
    private int _users;

    public FittedRecipe(Recipe recipe, IAttributionTask task, IReadOnlyList<FittedMember> members, BatchReader train, FitSummary summary)
    {
        Recipe = recipe;
        Task = task;
        _members = members;
        _train = train;
        _count = summary.Examples;
        Summary = summary;
    }

    public Recipe Recipe { get; }

    public IAttributionTask Task { get; }

    public FitSummary Summary { get; }

    private AttributionOptions Options => Recipe.Options;

    /// <summary>Counts one more transformer.</summary>
    public FittedRecipe Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Counts one less; the last frees everything.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        foreach (var member in _members)
            member.Dispose();
    }

    /// <summary>Maps queries; their scoring is prepared when it is first asked for.</summary>
    public QuerySet MapQueries(IDataView queries)
    {
        var reader = new BatchReader(queries, Task, Options.IdColumn);
        var features = new List<Tensor>();
        IReadOnlyList<string> ids = [];
        foreach (var member in _members)
        {
            member.Activate();
            (ids, var mapped) = QueryFeatures(reader, member.Map);
            features.Add(mapped.DetachFromDisposeScope());
        }

        return new QuerySet(ids, features, Recipe, _members, _count);
    }

    /// <summary>Scores the rows of a view, batch by batch: stored features where the content is known, the model elsewhere.</summary>
    public IEnumerable<ScoredRows> Score(IDataView view, QuerySet queries, bool scores, bool self) =>
        Score(new BatchReader(view, Task, Options.IdColumn), queries, scores, self);

    /// <summary>Strongest neighbours of each query among the training examples.</summary>
    public IReadOnlyList<Neighbor> TopK(QuerySet queries, int k)
    {
        var selector = new TopKSelector(queries.Ids.Count, k);
        var ids = new List<string>();
        foreach (var rows in ScoreTraining(queries, scores: true, self: false))
        {
            selector.Add(ids.Count, rows.Scores);
            ids.AddRange(rows.Ids);
            Options.Progress?.Report(new AttributionProgress("score", ids.Count, _count));
        }

        return
        [
            .. queries.Ids.SelectMany((id, query) =>
                selector.Largest(query).Select((entry, rank) => Neighbor(ids, id, "Proponent", rank, entry))
                    .Concat(selector.Smallest(query).Select((entry, rank) => Neighbor(ids, id, "Opponent", rank, entry)))),
        ];
    }

    /// <summary>Self-influence of each training example, computed as it is enumerated.</summary>
    public IEnumerable<SelfInfluenceRow> SelfInfluence()
    {
        long done = 0;
        foreach (var rows in ScoreTraining(null, scores: false, self: true))
        {
            for (var i = 0; i < rows.Count; i++)
                yield return new SelfInfluenceRow { Id = rows.Ids[i], SelfInfluence = rows.SelfInfluence[i] };
            done += rows.Count;
            Options.Progress?.Report(new AttributionProgress("self-influence", done, _count));
        }
    }

    private static Neighbor Neighbor(List<string> ids, string query, string side, int rank, (long Row, float Score) entry) =>
        new() { QueryId = query, Side = side, Rank = rank + 1, ExampleId = ids[(int)entry.Row], Score = entry.Score };

    /// <summary>All training examples in order: read from the store, or run through the model when the method stores nothing.</summary>
    private IEnumerable<ScoredRows> ScoreTraining(QuerySet? queries, bool scores, bool self)
    {
        if (_members.Any(member => member.Stored is null))
            return Score(_train, queries, scores, self);
        return ScoreStored(queries, scores, self);
    }

    private IEnumerable<ScoredRows> ScoreStored(QuerySet? queries, bool scores, bool self)
    {
        var streams = _members.Select(member => member.Stored!.Stream(Options.CancellationToken).GetEnumerator()).ToList();
        try
        {
            var row = 0;
            var ids = _members[0].Stored!.Ids;
            while (streams.All(stream => stream.MoveNext()))
            {
                // Members have the same codec and so the same chunks.
                var count = streams[0].Current.Count;
                var names = new List<string>(count);
                for (var i = 0; i < count; i++)
                    names.Add(ids[row + i]);
                row += count;
                using var sum = new ScoreSum(Recipe.Options.Score, queries, scores, self);
                for (var i = 0; i < _members.Count; i++)
                    sum.Add(_members[i], i, streams[i].Current, Options.Damping);
                yield return sum.ToRows(names);
            }
        }
        finally
        {
            foreach (var stream in streams)
                stream.Dispose();
        }
    }

    private IEnumerable<ScoredRows> Score(BatchReader reader, QuerySet? queries, bool scores, bool self)
    {
        foreach (var read in reader.Read(Options.BatchSize, 0, null, Options.CancellationToken))
        {
            using var sum = new ScoreSum(Recipe.Options.Score, queries, scores, self);
            for (var i = 0; i < _members.Count; i++)
            {
                if (_members[i].Stored is not { } stored)
                {
                    _members[i].Activate();
                    using var features = _members[i].Map.Map(read.Batch);
                    sum.Add(_members[i], i, features, Options.Damping);
                    continue;
                }

                using var rows = stored.NewBuffer(read.Batch.Count);
                Gather(read, _members[i], stored, rows);
                sum.Add(_members[i], i, rows, Options.Damping);
            }

            yield return sum.ToRows(read.Batch.Ids);
        }
    }

    private (IReadOnlyList<string> Ids, Tensor Features) QueryFeatures(BatchReader reader, IFeatureMap map)
    {
        using var scope = NewDisposeScope();
        var ids = new List<string>();
        var parts = new List<Tensor>();
        foreach (var read in reader.Read(Options.BatchSize, 0, null, Options.CancellationToken))
        {
            using var features = map.MapQueries(read.Batch);
            parts.Add(features.ToRows(map.Layout, features.Blocks[0].Type, features.Blocks[0].Device));
            ids.AddRange(read.Batch.Ids);
        }

        if (ids.Count == 0)
            Throw.EmptyView("query");
        return (ids, cat(parts, 0).MoveToOuterDisposeScope());
    }

    private static void Gather(ReadBatch read, FittedMember member, StoredFeatures stored, EncodedRows buffer)
    {
        var known = read.Contents.Select(stored.Find).ToArray();
        if (known.Any(row => row is null))
        {
            member.Activate();
            using var features = member.Map.Map(read.Batch);
            StoredFeatures.Encode(features, stored.Codec, member.Map.Layout, buffer);
        }

        // Stored numbers win over recomputed ones, so that a row's score does not depend on its neighbours. Runs of rows are read at once.
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] is not { } row)
                continue;
            var run = 1;
            while (i + run < known.Length && known[i + run] == row + run)
                run++;
            buffer.Count = i;
            stored.Read(buffer, row, run);
            i += run - 1;
        }

        buffer.Count = known.Length;
    }
}
