using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Methods;
using DataWorth.Runtime;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Stages;

/// <summary>A fit: maps queries, scores batches and stored examples, finds the strongest.</summary>
internal sealed class Fitted : IDisposable
{
    private readonly FitSummary _summary;

    /// <summary>Takes ownership of the sessions.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="members">The checkpoints' shares; one for single-model fits.</param>
    /// <param name="summary">What was fitted.</param>
    public Fitted(Recipe recipe, AttributionTask task, IReadOnlyList<FitSession> members, FitSummary summary)
    {
        (Recipe, Task, Members, _summary) = (recipe, task, members, summary);
        Groups = BlockGroups.Parse(recipe.Options.ModuleScores, members[0].Layout);
    }

    public Recipe Recipe { get; }

    public AttributionTask Task { get; }

    public IReadOnlyList<FitSession> Members { get; }

    /// <summary>Number of training examples N.</summary>
    public long Count => _summary.Examples;

    /// <summary>The total, or the groups of modules that have columns of their own.</summary>
    public BlockGroups Groups { get; }

    /// <summary>What was fitted, with the cautions of the method. Reports grow when a damping has to be raised.</summary>
    public FitSummary Summary =>
        _summary with
        {
            Reports =
            [
                .. Members
                    .SelectMany(member => Recipe.Cautions(member).Concat(member.Reports).Concat(member.Curvature!.Reports))
                    .Concat(OneDnnCheck.Caution(Task.Model) is { } slower ? [slower] : [])
                    .Distinct(),
            ],
        };

    private AttributionOptions Options => Recipe.Options;

    private bool RunsModel => Members.Any(member => member.Stored is null);

    /// <summary>Whether the fit was disposed.</summary>
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        // A batch that another thread scores is ended first.
        lock (ModelGate.Of(Task.Model))
        {
            IsDisposed = true;
            foreach (var member in Members)
            {
                member.Dispose();
            }
        }
    }

    private void RequireOpen(ScoreRequest request) =>
        ObjectDisposedException.ThrowIf(IsDisposed || request.Queries is { IsDisposed: true }, typeof(AttributionTransformer));

    /// <summary>Runs the model over queries; their scoring is prepared when it is first asked for.</summary>
    public QuerySet MapQueries(IDataView queries, Damping damping)
    {
        lock (ModelGate.Of(Task.Model))
        {
            return MapAlone(queries, damping, map => map.MapQueries, Options.Aggregation);
        }
    }

    /// <summary>Runs the model over examples, one by one, as if they were asked about: scores are as large from either side.</summary>
    public QuerySet MapExamples(IDataView examples, Damping damping)
    {
        lock (ModelGate.Of(Task.Model))
        {
            return MapAlone(examples, damping, map => map.Map, QueryAggregation.None);
        }
    }

    private QuerySet MapAlone(
        IDataView queries,
        Damping damping,
        Func<IFeatureMap, Func<ExampleBatch, FeatureBatch>> features,
        QueryAggregation aggregation
    )
    {
        using var weights = KeepWeights();
        var reader = new BatchReader(queries, Task, Options.IdColumn);
        var all = new List<QueryGradients>();
        IReadOnlyList<string> ids = [];
        if (Members.Count > 1)
        {
            reader.Fingerprint("query", Options.CancellationToken); // remembers the rows: each member reads them again
        }

        try
        {
            foreach (var member in Members)
            {
                member.Activate();
                Probe.Check(member);
                (ids, var mapped) = MapQueries(reader, member.Layout, features(member.Map), aggregation);
                all.Add(mapped);
            }
        }
        catch
        {
            all.ForEach(mapped => mapped.Dispose());
            throw;
        }

        return new QuerySet(this, ids, all, damping);
    }

    /// <summary>Scores rows of any view: stored features where the content is known, the model elsewhere.</summary>
    public ScoredRows Score(ExampleBatch batch, ScoreRequest request)
    {
        lock (ModelGate.Of(Task.Model))
        {
            RequireOpen(request);
            return ScoreAlone(batch, request);
        }
    }

    private ScoredRows ScoreAlone(ExampleBatch batch, ScoreRequest request)
    {
        using var weights = KeepWeights();
        using var sum = new ScoreSum(request, Groups);
        for (var i = 0; i < Members.Count; i++)
        {
            var member = Members[i];
            if (member.Stored is not { } stored)
            {
                Activate(member, request);
                using var features = member.Map.Map(batch);
                sum.Add(member, i, features);
                continue;
            }

            using var encoded = stored.NewBuffer(batch.Count);
            Gather(batch, member, stored, encoded, request);
            using var moved = encoded.To(stored.Device);
            sum.Add(member, i, moved);
        }

        return sum.ToRows(batch.Ids);
    }

    // Shares of the positions of one example, or of one query, in its scores, one row a position.
    private ScoredRows ScorePositions(ExampleBatch batch, ScoreRequest request, bool isQuery)
    {
        lock (ModelGate.Of(Task.Model))
        {
            RequireOpen(request);
            using var weights = KeepWeights();
            using var sum = new ScoreSum(request, Groups);
            var count = 0;
            foreach (var (index, member) in Members.Index())
            {
                Activate(member, request);
                using var features = isQuery ? member.Map.MapQueryPositions(batch) : member.Map.MapPositions(batch);
                count = features.Count;
                sum.Add(member, index, features);
            }

            return sum.ToRows([.. Enumerable.Repeat(batch.Ids[0], count)]);
        }
    }

    /// <summary>The examples of a view one by one, with the shares of their positions.</summary>
    /// <param name="view">The examples, or queries.</param>
    /// <param name="request">What is asked: the queries, or the examples as <see cref="MapExamples"/> gives them.</param>
    /// <param name="areQueries">Whether the view has queries.</param>
    public IEnumerable<PositionScores> ScorePositions(IDataView view, ScoreRequest request, bool areQueries = false)
    {
        var queries = request.Queries!.Ids.Count;
        var reader = new BatchReader(view, Task, Options.IdColumn);
        foreach (var batch in reader.Read(1, Options.CancellationToken))
        {
            var id = batch.Ids[0];
            var rows = ScorePositions(batch, request, areQueries);
            yield return new(
                id,
                [
                    .. Enumerable
                        .Range(0, queries)
                        .Select(query => rows.Scores.Skip(query).Where((_, place) => place % queries == 0).ToArray()),
                ]
            );
        }
    }

    /// <summary>The user's weights, to be put back after checkpoints were loaded.</summary>
    public KeptWeights KeepWeights() => new(Task.Model, Options.Checkpoints.Count > 0);

    /// <summary>Training examples in order: read from the store, or run through the model when the method stores nothing.</summary>
    public IEnumerable<ScoredRows> ScoreTraining(ScoreRequest request, Part part) =>
        RunsModel ? ScoreView(request, part) : ScoreStored(request, part);

    private IEnumerable<ScoredRows> ScoreStored(ScoreRequest request, Part part)
    {
        var range = Members[0].RowsOf(part);
        var streams = Members.Select(member => member.Stored!.Stream(range, Options.CancellationToken).GetEnumerator()).ToList();
        try
        {
            var row = checked((int)range.First);
            var ids = System.Threading.Tasks.Task.Run(() => Members[0].Stored!.Ids); // parsed while the first rows are read
            while (streams.All(stream => stream.MoveNext()))
            {
                // Members have the same codec and so the same chunks.
                var count = streams[0].Current.Count;
                var names = new List<string>(count);
                var all = ids.GetAwaiter().GetResult();
                for (var i = 0; i < count; i++)
                {
                    names.Add(all[row + i]);
                }

                row += count;
                yield return Score(streams, names, request);
            }
        }
        finally
        {
            foreach (var stream in streams)
            {
                stream.Dispose();
            }
        }
    }

    private ScoredRows Score(List<IEnumerator<EncodedRows>> streams, List<string> names, ScoreRequest request)
    {
        lock (ModelGate.Of(Task.Model))
        {
            RequireOpen(request);
            using var sum = new ScoreSum(request, Groups);
            for (var i = 0; i < Members.Count; i++)
            {
                sum.Add(Members[i], i, streams[i].Current);
            }

            return sum.ToRows(names);
        }
    }

    private IEnumerable<ScoredRows> ScoreView(ScoreRequest request, Part part)
    {
        if (Members[0].Train is not { } train)
        {
            Throw.NeedsTrainingView(Recipe.Method);
            throw null!;
        }

        foreach (var batch in train.Read(Options.BatchSize, 0, Members[0].RowsOf(part), null, Options.CancellationToken))
        {
            yield return Score(batch, request);
        }
    }

    /// <summary>phi_q of the queries, or of the one query that stands for all.</summary>
    private (IReadOnlyList<string> Ids, QueryGradients Features) MapQueries(
        BatchReader reader,
        FeatureLayout layout,
        Func<ExampleBatch, FeatureBatch> map,
        QueryAggregation aggregation
    )
    {
        var ids = new List<string>();
        var batches = new List<FeatureBatch>();
        Tensor? sum = null;
        using var scope = NewDisposeScope();
        try
        {
            foreach (var batch in reader.Read(Options.BatchSize, Options.CancellationToken))
            {
                ids.AddRange(batch.Ids);
                var features = map(batch);
                if (aggregation == QueryAggregation.None)
                {
                    batches.Add(features.Materialize());
                    continue;
                }

                using (features)
                using (NewDisposeScope())
                {
                    var part = features.ToRows(layout, features.Blocks[0].Type, features.Blocks[0].Device).sum(0L, keepdim: true);
                    sum = sum is null ? part.MoveToOuterDisposeScope() : sum.add_(part);
                }
            }
        }
        catch
        {
            batches.ForEach(batch => batch.Dispose());
            throw;
        }

        if (ids.Count == 0)
        {
            Throw.EmptyView("query");
        }

        var first = new Dictionary<string, int>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (!first.TryAdd(ids[i], i))
            {
                Throw.DuplicateId("query", Options.IdColumn, ids[i], first[ids[i]], i);
            }
        }

        if (sum is null)
        {
            return (ids, new QueryGradients(layout, batches));
        }

        var isMean = aggregation == QueryAggregation.Mean;
        IReadOnlyList<string> all = [isMean ? "mean" : "sum"];
        return (all, new QueryGradients(layout, [FeatureBatch.FromRows(all, isMean ? sum.div_(ids.Count) : sum, layout)]));
    }

    private static void Activate(FitSession member, ScoreRequest request)
    {
        if (request.Compared.Add(member))
        {
            member.Activate();
            Probe.Check(member);
        }
        else
        {
            member.ActivateAgain();
        }
    }

    private static void Gather(
        ExampleBatch batch,
        FitSession member,
        StoredFeatures stored,
        EncodedRows buffer,
        ScoreRequest request
    )
    {
        var known = batch.Contents.Select(stored.Find).ToArray();
        if (known.Any(row => row is null))
        {
            Activate(member, request);
            using var features = member.Map.Map(batch);
            stored.Append(features, buffer);
        }

        // Stored numbers win over recomputed ones, so that a row's score does not depend on its neighbours. Runs of rows are read at once.
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] is not { } row)
            {
                continue;
            }

            var run = 1;
            while (i + run < known.Length && known[i + run] == row + run)
            {
                run++;
            }

            buffer.Count = i;
            stored.Read(buffer, row, run);
            i += run - 1;
        }

        buffer.Count = known.Length;
    }
}
