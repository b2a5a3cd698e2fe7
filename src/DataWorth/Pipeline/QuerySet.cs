using DataWorth.Features;
using DataWorth.Scoring;

namespace DataWorth.Pipeline;

/// <summary>Queries: their features, and what is made of them when it is first needed. Owns its tensors.</summary>
/// <remarks>Preconditioning solves a system per block, which a fit that only logs gradients, or asks for self-influences, need not pay for.</remarks>
internal sealed class QuerySet : IDisposable
{
    private readonly IReadOnlyList<Tensor> _features;
    private readonly Lazy<IReadOnlyList<IScorer>> _scorers;
    private readonly Lazy<Tensor> _self;

    /// <summary>Takes ownership of the features.</summary>
    /// <param name="ids">Query ids, [Q].</param>
    /// <param name="features">phi_q [Q, D], one per member of the fit.</param>
    /// <param name="recipe">Makes the scorers.</param>
    /// <param name="members">The members of the fit, which must outlive this object.</param>
    /// <param name="examples">Number of training examples N.</param>
    public QuerySet(IReadOnlyList<string> ids, IReadOnlyList<Tensor> features, Recipe recipe, IReadOnlyList<FittedMember> members, long examples)
    {
        Ids = ids;
        _features = features;
        _scorers = new(() => [.. members.Select((member, i) =>
        {
            using var scope = NewDisposeScope();
            return recipe.CreateScorer(member.Map.Layout, member.Stored?.Codec, member.Curvature, features[i], examples);
        })]);
        _self = new(() =>
        {
            using var scope = NewDisposeScope();
            Tensor? sum = null;
            for (var i = 0; i < members.Count; i++)
            {
                using var batch = FeatureBatch.FromRows(ids, features[i], members[i].Map.Layout);
                var part = members[i].Curvature.SelfInfluence(batch, recipe.Options.Damping) * members[i].Weight;
                sum = sum is null ? part : sum.add_(part);
            }

            return sum!.DetachFromDisposeScope();
        });
    }

    /// <summary>Query ids, [Q].</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>One per member of the fit.</summary>
    public IReadOnlyList<IScorer> Scorers => _scorers.Value;

    /// <summary>phi_q^T (H + lambda I)^-1 phi_q, [Q], summed over members.</summary>
    public Tensor SelfInfluence => _self.Value;

    public void Dispose()
    {
        foreach (var tensor in _features)
            tensor.Dispose();
        if (_scorers.IsValueCreated)
        {
            foreach (var scorer in _scorers.Value)
                scorer.Dispose();
        }

        if (_self.IsValueCreated)
            _self.Value.Dispose();
    }
}
