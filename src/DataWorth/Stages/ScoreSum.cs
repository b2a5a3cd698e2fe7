using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Scoring;

namespace DataWorth.Stages;

/// <summary>Scores of one batch, summed over the members of a fit: sum_k w_k s_k, self-influences alike, example weights averaged by |w_k|; then
/// the score rule, for the total and for each group of modules.</summary>
/// <param name="pass">What is asked.</param>
/// <param name="scorers">What scores, one per member; empty where no scores are wanted.</param>
internal sealed class ScoreSum(ScorePass pass, IReadOnlyList<IScorer> scorers) : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private Tensor? _products; // [G, B, Q]
    private Tensor? _self; // [G, B], float64
    private Tensor? _weights; // [B]
    private double _sizes; // of the shares of these

    private BlockGroups Groups => pass.Groups;

    private bool NeedsSelf => pass.HasSelf || (pass.HasScores && pass.Rule.NeedsSelfInfluence());

    /// <summary>Adds a member's share for stored rows.</summary>
    public void Add(FitSession member, int index, EncodedRows rows)
    {
        using var off = no_grad();
        Add(
            member,
            index,
            pass.HasScores ? scorers[index].Score(rows) : null,
            member.Map.WeightScalar is { } name ? rows.Rows(name) : null
        );
        if (NeedsSelf)
        {
            var batches = StoredFeatures.Decode(rows, member.Stored!.Codec, member.Layout, member.Stored.Type);
            AddSelf(member, cat([.. batches.Select(batch => SelfInfluence(member, batch))], 1));
        }
    }

    /// <summary>Adds a member's share for features that were just computed.</summary>
    public void Add(FitSession member, int index, FeatureBatch features)
    {
        using var off = no_grad();
        Add(
            member,
            index,
            pass.HasScores ? scorers[index].Score(features) : null,
            member.Map.WeightScalar is { } name ? features.Scalars.GetValueOrDefault(name) : null
        );
        if (NeedsSelf)
        {
            AddSelf(member, SelfInfluence(member, features));
        }
    }

    /// <summary>Applies the score rule.</summary>
    public ScoredRows ToRows(IReadOnlyList<string> ids)
    {
        using var off = no_grad();
        var self = _self is null ? null : Total(_self);
        if (!pass.HasScores)
        {
            return Checked(new ScoredRows(ids, [], [], Floats(self!)));
        }

        var querySelf = pass.Rule.NeedsQuerySelfInfluence() ? pass.Queries!.SelfInfluence : null;
        var total = Scores(Total(_products!), self, querySelf is null ? null : Total(querySelf));
        var named = Groups
            .Names.Select((_, group) => Scores(_products!.select(0, group), _self?.select(0, group), querySelf?.select(0, group)))
            .ToList();
        return Checked(new ScoredRows(ids, total, named, pass.HasSelf ? Floats(self!) : []));
    }

    /// <summary>A score that is NaN would be ranked somewhere: it is refused with its row.</summary>
    private ScoredRows Checked(ScoredRows rows)
    {
        if (FiniteNumbers.IndexOfOther(rows.Scores) is >= 0 and var score)
        {
            var queries = pass.Queries!.Ids;
            Throw.ScoreNotFinite(rows.Ids[score / queries.Count], queries[score % queries.Count]);
        }

        if (FiniteNumbers.IndexOfOther(rows.SelfInfluence) is >= 0 and var self)
        {
            Throw.ScoreNotFinite(rows.Ids[self], "(self-influence)");
        }

        return rows;
    }

    public void Dispose() => _scope.Dispose();

    private void Add(FitSession member, int index, Tensor? products, Tensor? weights)
    {
        if (products is not null)
        {
            Sum(ref _products, pass.Queries!.InScale(index, products), member.Weight);
        }

        if (weights is not null)
        {
            // Of the largest share: equal ones are exactly 1, and no sum overflows.
            var size = Math.Abs(member.Weight) / pass.LargestShare;
            Sum(ref _weights, weights.clone(), size);
            _sizes += size;
        }
    }

    private void AddSelf(FitSession member, Tensor self) => Sum(ref _self, self, member.Weight);

    private Tensor SelfInfluence(FitSession member, FeatureBatch features) =>
        member.Curvature!.SelfInfluence(features, pass.Damping, Groups);

    private static void Sum(ref Tensor? sum, Tensor part, double weight)
    {
        if (weight != 1)
        {
            part.mul_(weight);
        }

        sum = sum is null ? part : sum.add_(part);
    }

    /// <summary>A new tensor where groups are wanted too: rules are applied in place.</summary>
    private Tensor Total(Tensor parts) => Groups.Names.Count == 0 ? parts.select(0, 0) : parts.sum(0L);

    private static float[] Floats(Tensor values) => values.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();

    /// <summary>Scores of one group from its products [B, Q], which are overwritten.</summary>
    private float[] Scores(Tensor products, Tensor? self, Tensor? querySelf)
    {
        pass.Rule.Apply(products, self, querySelf);
        if (_weights is not null)
        {
            products.mul_((_weights / _sizes).to_type(products.dtype).unsqueeze(1));
        }

        return Floats(products);
    }
}
