using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Scoring;

namespace DataWorth.Pipeline;

/// <summary>Scores of one batch, summed over the members of a fit: sum_k w_k s_k, self-influences alike, example weights averaged; then the score rule.</summary>
internal sealed class ScoreSum(ScoreRule rule, QuerySet? queries, bool scores, bool self) : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly bool _needSelf = self || (scores && rule.NeedsSelfInfluence());
    private Tensor? _products;
    private Tensor? _self;
    private Tensor? _weights;
    private int _members;

    /// <summary>Adds a member's share for stored rows.</summary>
    public void Add(FittedMember member, int index, EncodedRows rows, Damping damping)
    {
        using var off = no_grad();
        if (scores)
            Sum(ref _products, queries!.Scorers[index].Score(rows), member.Weight);
        if (_needSelf)
        {
            using var batch = StoredFeatures.Decode(rows, member.Stored!.Codec, member.Map.Layout, member.Stored.Type);
            Sum(ref _self, member.Curvature.SelfInfluence(batch, damping), member.Weight);
        }

        if (member.Map.Scalars.Contains(RandomProjectionMap.WeightScalar))
            Sum(ref _weights, rows.Rows(RandomProjectionMap.WeightScalar).clone(), 1);
        _members++;
    }

    /// <summary>Adds a member's share for features that were just computed.</summary>
    public void Add(FittedMember member, int index, FeatureBatch features, Damping damping)
    {
        using var off = no_grad();
        if (scores)
            Sum(ref _products, queries!.Scorers[index].Score(features), member.Weight);
        if (_needSelf)
            Sum(ref _self, member.Curvature.SelfInfluence(features, damping), member.Weight);
        if (features.Scalars.TryGetValue(RandomProjectionMap.WeightScalar, out var weights))
            Sum(ref _weights, weights.clone(), 1);
        _members++;
    }

    /// <summary>Applies the score rule.</summary>
    public ScoredRows ToRows(IReadOnlyList<string> ids)
    {
        using var off = no_grad();
        if (scores)
        {
            rule.Apply(_products!, _self, rule == ScoreRule.Cosine ? queries!.SelfInfluence : null);
            if (_weights is not null)
                _products!.mul_((_weights / _members).to_type(_products.dtype).unsqueeze(1));
        }

        return new ScoredRows(ids, scores ? Floats(_products!) : [], self ? Floats(_self!) : []);
    }

    public void Dispose() => _scope.Dispose();

    private static void Sum(ref Tensor? sum, Tensor part, double weight)
    {
        if (weight != 1)
            part.mul_(weight);
        sum = sum is null ? part : sum.add_(part);
    }

    private static float[] Floats(Tensor values) => values.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
}
