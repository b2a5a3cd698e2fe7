using DataWorth.Curvature;
using DataWorth.Scoring;

namespace DataWorth.Pipeline;

/// <summary>Queries with one damping: their features, and what is made of them when it is first needed. Shared by transformers that differ
/// in the score rule only.</summary>
/// <remarks>Preconditioning solves a system per block, which a fit that only logs gradients, or asks for self-influences, need not pay
/// for.</remarks>
internal sealed class QuerySet
{
    private readonly QueryFeatures _features;
    private readonly FittedRecipe _fitted;
    private readonly Lazy<IReadOnlyList<IScorer>> _scorers;
    private readonly Lazy<Tensor> _self;
    private int _users;

    /// <summary>Describes the queries; computes nothing yet.</summary>
    /// <param name="features">phi_q; shared.</param>
    /// <param name="fitted">The fit, which must outlive this object.</param>
    /// <param name="damping">lambda.</param>
    public QuerySet(QueryFeatures features, FittedRecipe fitted, Damping damping)
    {
        _features = features.Share();
        _fitted = fitted;
        Damping = damping;
        _scorers = new(() =>
            [
                .. fitted.Members.Select(
                    (member, i) =>
                    {
                        using var scope = NewDisposeScope();
                        return fitted.Recipe.CreateScorer(
                            new ScoringContext(
                                member.Map.Layout,
                                member.Stored?.Codec,
                                member.Curvature,
                                damping,
                                fitted.Groups,
                                fitted.Count
                            ),
                            features[i]
                        );
                    }
                ),
            ]
        );
        _self = new(() =>
        {
            using var scope = NewDisposeScope();
            Tensor? sum = null;
            for (var i = 0; i < fitted.Members.Count; i++)
            {
                var member = fitted.Members[i];
                var part = cat([.. features[i].Batches.Select(batch => member.Curvature.SelfInfluence(batch, damping, fitted.Groups))], 1)
                    .mul_(member.Weight);
                sum = sum is null ? part : sum.add_(part);
            }

            return sum!.DetachFromDisposeScope();
        });
    }

    /// <summary>Query ids, [Q].</summary>
    public IReadOnlyList<string> Ids => _features.Ids;

    /// <summary>The damping they are preconditioned with.</summary>
    public Damping Damping { get; }

    /// <summary>One per member of the fit.</summary>
    public IReadOnlyList<IScorer> Scorers => _scorers.Value;

    /// <summary>phi_q^T (H + lambda I)^-1 phi_q, [G, Q], summed over members.</summary>
    public Tensor SelfInfluence => _self.Value;

    /// <summary>The same queries with another damping.</summary>
    public QuerySet With(Damping damping) => new(_features, _fitted, damping);

    /// <summary>Counts one more transformer.</summary>
    public QuerySet Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Counts one less; the last frees everything.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0)
        {
            return;
        }

        if (_scorers.IsValueCreated)
        {
            foreach (var scorer in Scorers)
            {
                scorer.Dispose();
            }
        }

        if (_self.IsValueCreated)
        {
            SelfInfluence.Dispose();
        }

        _features.Release();
    }
}
