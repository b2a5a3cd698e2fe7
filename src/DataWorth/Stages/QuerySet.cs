using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Methods;
using DataWorth.Scoring;
using DataWorth.Tasks;

namespace DataWorth.Stages;

/// <summary>Queries of a fit with one damping: their features, and what is made of them when it is first needed.</summary>
/// <remarks>Preconditioning solves a system per block, which self-influences need not pay for. A set made by <see cref="With"/> borrows the
/// features of the first one.</remarks>
internal sealed class QuerySet : IDisposable
{
    private readonly Fitted _fitted;
    private readonly IReadOnlyList<QueryGradients> _members;
    private readonly QuerySet? _lender;
    private bool _isDisposed;
    private readonly Lazy<IReadOnlyList<IScorer>> _scorers;
    private readonly Lazy<IReadOnlyList<IScorer>> _positionScorers;
    private readonly Lazy<Tensor> _self;

    /// <summary>Takes ownership of the features.</summary>
    /// <param name="fitted">The fit, which must outlive this object.</param>
    /// <param name="ids">Query ids, [Q].</param>
    /// <param name="members">phi_q per member of the fit.</param>
    /// <param name="damping">lambda.</param>
    public QuerySet(Fitted fitted, IReadOnlyList<string> ids, IReadOnlyList<QueryGradients> members, Damping damping)
        : this(fitted, ids, members, damping, lender: null) { }

    private QuerySet(Fitted fitted, IReadOnlyList<string> ids, IReadOnlyList<QueryGradients> members, Damping damping, QuerySet? lender)
    {
        (_fitted, Ids, _members, Damping, _lender) = (fitted, ids, members, damping, lender);
        _scorers = new(() => Prepare(fitted.Recipe.CreateScorer));
        _positionScorers = new(() => Prepare(fitted.Recipe.CreatePositionScorer));
        _self = new(() =>
        {
            using var scope = NewDisposeScope();
            Tensor? sum = null;
            foreach (var (member, features) in fitted.Members.Zip(members))
            {
                var parts = features.Batches.Select(batch => member.Curvature!.SelfInfluence(batch, damping, fitted.Groups));
                var part = cat([.. parts], 1).mul_(member.Weight);
                sum = sum is null ? part : sum.add_(part);
            }

            return sum!.DetachFromDisposeScope();
        });
    }

    /// <summary>Query ids, [Q].</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The damping they are preconditioned with.</summary>
    public Damping Damping { get; }

    /// <summary>One per member of the fit.</summary>
    public IReadOnlyList<IScorer> Scorers => _scorers.Value;

    /// <summary>The same for shares of positions.</summary>
    public IReadOnlyList<IScorer> PositionScorers => _positionScorers.Value;

    /// <summary>phi_q^T (H + lambda I)^-1 phi_q, [G, Q], summed over members.</summary>
    public Tensor SelfInfluence => _self.Value;

    /// <summary>The same queries with another damping.</summary>
    public QuerySet With(Damping damping) => new(_fitted, Ids, _members, damping, lender: this);

    /// <summary>Whether the queries, or those whose features they borrow, were disposed.</summary>
    public bool IsDisposed => _isDisposed || _lender is { IsDisposed: true };

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

    private IReadOnlyList<IScorer> Prepare(Func<ScoringContext, QueryGradients, IScorer> create) =>
        [
            .. _fitted.Members.Zip(
                _members,
                (member, queries) =>
                {
                    using var scope = NewDisposeScope();
                    return create(new(member.Layout, member.Codec, member.Curvature!, Damping, _fitted.Groups, _fitted.Count), queries);
                }
            ),
        ];
}
