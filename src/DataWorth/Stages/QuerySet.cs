using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Stages;

/// <summary>Queries of a fit with one damping: their features, and what is made of them when it is first needed.</summary>
/// <remarks>Preconditioning solves a system per block, which self-influences need not pay for. A set made by <see cref="With"/> borrows the
/// features of the first one.</remarks>
internal sealed class QuerySet : IDisposable
{
    private readonly Fitted _fitted;
    private readonly IReadOnlyList<QueryGradients> _members;
    private readonly QuerySet? _lender;
    private readonly Lazy<IReadOnlyList<IScorer>> _scorers;
    private readonly Lazy<IReadOnlyList<IScorer>> _positionScorers;
    private readonly Lazy<Tensor> _self;
    private bool _isDisposed;

    private QuerySet(Fitted fitted, IReadOnlyList<string> ids, IReadOnlyList<QueryGradients> members, Damping damping, QuerySet? lender)
    {
        (_fitted, Ids, _members, Damping, _lender) = (fitted, ids, members, damping, lender);
        _scorers = new(() => Prepare(fitted.Recipe.CreateScorer));
        _positionScorers = new(() => Prepare(fitted.Recipe.CreatePositionScorer));
        _self = new(SumSelfInfluences);
    }

    /// <summary>Query ids, [Q].</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Content hashes of the rows that were mapped.</summary>
    public required IReadOnlyList<UInt128> Contents { get; init; }

    /// <summary>The damping they are preconditioned with.</summary>
    public Damping Damping { get; }

    /// <summary>One per member of the fit.</summary>
    public IReadOnlyList<IScorer> Scorers => _scorers.Value;

    /// <summary>The same for shares of positions.</summary>
    public IReadOnlyList<IScorer> PositionScorers => _positionScorers.Value;

    /// <summary>phi_q^T (H + lambda I)^-1 phi_q, [G, Q] in float64, summed over members.</summary>
    public Tensor SelfInfluence => _self.Value;

    /// <summary>Products of a member's queries as they are, in float64 where some of them were scaled; [..., Q].</summary>
    public Tensor InScale(int member, Tensor products)
    {
        var isScaled = _members.Any(queries => queries.Scales is not null);
        var exact = isScaled ? products.to_type(ScalarType.Float64) : products;
        return _members[member].Scales is { } scales ? exact.mul_(scales) : exact;
    }

    /// <summary>Whether the queries, or those whose features they borrow, were disposed.</summary>
    public bool IsDisposed => _isDisposed || _lender is { IsDisposed: true };

    /// <summary>Runs the model over queries.</summary>
    /// <param name="fitted">The fit, which must outlive the set.</param>
    /// <param name="queries">The queries: the columns of the task and an id.</param>
    /// <param name="damping">lambda.</param>
    public static QuerySet OfQueries(Fitted fitted, IDataView queries, Damping damping) =>
        Map(fitted, queries, damping, map => map.MapQueries, fitted.Recipe.Options.Aggregation);

    /// <summary>Runs the model over examples, one by one, as if they were asked about: scores are as large from either side.</summary>
    public static QuerySet OfExamples(Fitted fitted, IDataView examples, Damping damping) =>
        Map(fitted, examples, damping, map => map.Map, QueryAggregation.None);

    /// <summary>The same queries with another damping.</summary>
    public QuerySet With(Damping damping) => new(_fitted, Ids, _members, damping, lender: this) { Contents = Contents };

    public void Dispose()
    {
        lock (ModelGate.Of(_fitted.Task.Model))
        {
            _isDisposed = true;
            foreach (var scorer in new[] { _scorers, _positionScorers }.Where(made => made.IsValueCreated).SelectMany(made => made.Value))
            {
                scorer.Dispose();
            }

            if (_self.IsValueCreated)
            {
                SelfInfluence.Dispose();
            }

            foreach (var features in _lender is null ? _members : [])
            {
                features.Dispose();
            }
        }
    }

    private static QuerySet Map(
        Fitted fitted,
        IDataView view,
        Damping damping,
        Func<IFeatureMap, Func<ExampleBatch, FeatureBatch>> features,
        QueryAggregation aggregation
    )
    {
        lock (ModelGate.Of(fitted.Task.Model))
        {
            using var weights = fitted.KeepWeights();
            var options = fitted.Recipe.Options;
            var reader = new BatchReader(view, fitted.Task, options.IdColumn);
            var all = new List<QueryGradients>();
            List<string> ids = [];
            List<UInt128> contents = [];
            if (fitted.Members.Count > 1)
            {
                reader.Fingerprint("query", options.CancellationToken); // remembers the rows: each member reads them again
            }

            try
            {
                foreach (var member in fitted.Members)
                {
                    member.Activate();
                    Probe.Check(member);
                    ids.Clear();
                    contents.Clear();
                    all.Add(Map(reader, member, features(member.Map), aggregation, ids, contents));
                }
            }
            catch
            {
                all.ForEach(mapped => mapped.Dispose());
                throw;
            }

            return new QuerySet(
                fitted,
                aggregation switch
                {
                    QueryAggregation.None => ids,
                    QueryAggregation.Mean => ["mean"],
                    _ => ["sum"],
                },
                all,
                damping,
                lender: null
            )
            {
                Contents = contents,
            };
        }
    }

    // phi_q of the queries, whose ids and contents are added, or of the one query that stands for all.
    private static QueryGradients Map(
        BatchReader reader,
        FitSession member,
        Func<ExampleBatch, FeatureBatch> map,
        QueryAggregation aggregation,
        List<string> ids,
        List<UInt128> contents
    )
    {
        var (options, layout) = (member.Options, member.Layout);
        var batches = new List<FeatureBatch>();
        Tensor? sum = null;
        using var scope = NewDisposeScope();
        try
        {
            foreach (var batch in reader.Read(options.BatchSize, options.CancellationToken))
            {
                ids.AddRange(batch.Ids);
                contents.AddRange(batch.Contents);
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
                Throw.DuplicateId("query", options.IdColumn, ids[i], first[ids[i]], i);
            }
        }

        return sum is null
            ? new(layout, batches)
            : new(layout, [FeatureBatch.FromRows(["all"], aggregation == QueryAggregation.Mean ? sum.div_(ids.Count) : sum, layout)]);
    }

    private IReadOnlyList<IScorer> Prepare(Func<FitSession, QueryGradients, Damping, IScorer> create) =>
        [.. _fitted.Members.Zip(_members, (member, queries) =>
            {
                using var scope = NewDisposeScope();
                return create(member, queries, Damping);
            })];

    private Tensor SumSelfInfluences()
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        foreach (var (member, features) in _fitted.Members.Zip(_members))
        {
            var part = cat([.. features.Batches.Select(batch => member.Curvature!.SelfInfluence(batch, Damping, _fitted.Groups))], 1)
                .mul_(member.Weight); // [G, Q]
            part = features.Scales is { } scales ? part.mul_(scales.square()) : part;
            sum = sum is null ? part : sum.add_(part);
        }

        return sum!.DetachFromDisposeScope();
    }
}
