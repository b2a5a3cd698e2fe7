using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Pipeline;

/// <summary>A recipe after its fit: the feature map, the stored features and the curvature, shared by all transformers of the fit.</summary>
internal sealed class FittedRecipe
{
    private readonly IFeatureMap _map;
    private readonly StoredFeatures _features;
    private readonly ICurvature _curvature;
    private int _users;

    public FittedRecipe(Recipe recipe, IAttributionTask task, IFeatureMap map, StoredFeatures features, ICurvature curvature, FitSummary summary)
    {
        Recipe = recipe;
        Task = task;
        _map = map;
        _features = features;
        _curvature = curvature;
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
        _map.Dispose();
        _features.Dispose();
        _curvature.Dispose();
    }

    /// <summary>Features of queries, signed so that a positive product is a proponent.</summary>
    public QuerySet MapQueries(IDataView queries)
    {
        var reader = new BatchReader(queries, Task, Options.IdColumn);
        var ids = new List<string>();
        var parts = new List<Tensor>();
        using var scope = NewDisposeScope();
        foreach (var read in reader.Read(Options.BatchSize, 0, null, Options.CancellationToken))
        {
            using var features = _map.Map(read.Batch);
            var rows = features.ToRows(_map.Layout, features.Blocks[0].Type, features.Blocks[0].Device);
            parts.Add(rows);
            ids.AddRange(read.Batch.Ids);
        }

        if (ids.Count == 0)
            Throw.EmptyView("query");
        var all = cat(parts, 0);
        var preconditioned = _curvature.Precondition(all, Options.Damping);
        return new QuerySet(ids, all.DetachFromDisposeScope(), preconditioned.DetachFromDisposeScope());
    }

    /// <summary>Scores the rows of a view, batch by batch: stored features where the content is known, the model elsewhere.</summary>
    public IEnumerable<ScoredRows> Score(IDataView view, QuerySet queries, bool scores, bool self)
    {
        var reader = new BatchReader(view, Task, Options.IdColumn);
        using var buffer = _features.NewBuffer(Options.BatchSize);
        foreach (var read in reader.Read(Options.BatchSize, 0, null, Options.CancellationToken))
        {
            buffer.Count = 0;
            Gather(read, buffer);
            yield return Evaluate(read.Batch.Ids, buffer, queries, scores, self);
        }
    }

    /// <summary>Strongest neighbours of each query among the stored examples.</summary>
    public IReadOnlyList<Neighbor> TopK(QuerySet queries, int k)
    {
        var selector = new TopKSelector(queries.Ids.Count, k);
        long row = 0;
        foreach (var chunk in _features.Stream(Options.CancellationToken))
        {
            selector.Add(row, Evaluate([], chunk, queries, scores: true, self: false).Scores);
            row += chunk.Count;
            Options.Progress?.Report(new AttributionProgress("score", row, _features.Count));
        }

        return
        [
            .. queries.Ids.SelectMany((id, query) =>
                selector.Largest(query).Select((entry, rank) => Neighbor(id, "Proponent", rank, entry))
                    .Concat(selector.Smallest(query).Select((entry, rank) => Neighbor(id, "Opponent", rank, entry)))),
        ];
    }

    /// <summary>Self-influence of each stored example, computed as it is enumerated.</summary>
    public IEnumerable<SelfInfluenceRow> SelfInfluence()
    {
        long row = 0;
        foreach (var chunk in _features.Stream(Options.CancellationToken))
        {
            var values = SelfInfluence(chunk);
            for (var i = 0; i < values.Length; i++)
                yield return new SelfInfluenceRow { Id = _features.Ids[(int)row + i], SelfInfluence = values[i] };
            row += values.Length;
            Options.Progress?.Report(new AttributionProgress("self-influence", row, _features.Count));
        }
    }

    private Neighbor Neighbor(string query, string side, int rank, (long Row, float Score) entry) =>
        new() { QueryId = query, Side = side, Rank = rank + 1, ExampleId = _features.Ids[(int)entry.Row], Score = entry.Score };

    private void Gather(ReadBatch read, EncodedRows buffer)
    {
        var stored = read.Contents.Select(_features.Find).ToArray();
        if (stored.All(row => row is not null))
        {
            for (var i = 0; i < stored.Length;)
            {
                var run = 1; // consecutive rows are read at once
                while (i + run < stored.Length && stored[i + run] == stored[i] + run)
                    run++;
                _features.Read(buffer, stored[i]!.Value, run);
                i += run;
            }

            return;
        }

        using var features = _map.Map(read.Batch);
        _features.Codec.Encode(features, _features.Layout, buffer);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] is { } row)
            {
                // The stored numbers win over recomputed ones, so that a row's score does not depend on its neighbours.
                buffer.Count = i;
                _features.Read(buffer, row, 1);
            }
        }

        buffer.Count = stored.Length;
    }

    private ScoredRows Evaluate(IReadOnlyList<string> ids, EncodedRows rows, QuerySet queries, bool scores, bool self)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var needSelf = self || (scores && Options.Score.NeedsSelfInfluence());
        var selfInfluence = needSelf
            ? _curvature.SelfInfluence(_features.Codec.Decode(rows, _features.Layout, queries.Features.dtype), Options.Damping)
            : null;
        if (!scores)
            return new ScoredRows(ids, [], Floats(selfInfluence!));
        var products = _features.Codec.Score(rows, _features.Layout, queries.Preconditioned);
        Options.Score.Apply(products, selfInfluence, Options.Score == ScoreRule.Cosine ? queries.SelfInfluence() : null);
        return new ScoredRows(ids, Floats(products), self ? Floats(selfInfluence!) : []);
    }

    private float[] SelfInfluence(EncodedRows rows)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var features = _features.Codec.Decode(rows, _features.Layout, ComputeType(rows));
        return Floats(_curvature.SelfInfluence(features, Options.Damping));
    }

    private ScalarType ComputeType(EncodedRows rows) => ModelState.Placement(Task.Model).Type;

    private static float[] Floats(Tensor values) => values.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
}
