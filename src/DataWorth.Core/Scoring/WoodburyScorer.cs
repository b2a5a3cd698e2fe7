using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.LinearAlgebra;

namespace DataWorth.Scoring;

/// <summary>Scores of rank-c factors with a truncated Fisher, from the factors and the stored coefficients t_V: no gradient is rebuilt, on
/// either side.</summary>
/// <remarks>
/// s = (q . t - q_V . t_V) / lambda' + sum_j q_V,j t_V,j / (lambda + sigma_j^2), with q . t = sum_ab (U_q^T U_t)_ab (V_q^T V_t)_ab. The
/// first term is 0 where V spans the block.
/// Per example, query and block c c' (O + I) + r products instead of O I. Source: LoRIF, arXiv:2601.21929.
/// </remarks>
public sealed class WoodburyScorer : IScorer
{
    private readonly FeatureLayout _layout;
    private readonly BlockGroups _groups;
    private readonly List<(Tensor Outputs, Tensor Inputs, Tensor Weights)> _queries = [];
    private readonly int _count;

    /// <summary>Prepares the queries.</summary>
    /// <param name="curvature">The truncated Fisher.</param>
    /// <param name="queries">The queries' factors U [Q, O, c'], V [Q, I, c'], one entry per block; stay the caller's.</param>
    /// <param name="damping">lambda.</param>
    /// <param name="groups">Which blocks are summed.</param>
    /// <param name="reports">What factoring the queries left out.</param>
    public WoodburyScorer(
        SubspaceCurvature curvature,
        IReadOnlyList<LowRankFactors> queries,
        Damping damping,
        BlockGroups groups,
        IReadOnlyList<string> reports
    )
    {
        using var scope = NewDisposeScope();
        _layout = curvature.Layout;
        _groups = groups;
        _count = (int)queries[0].U.shape[0];
        Reports = reports;
        for (var i = 0; i < queries.Count; i++)
        {
            var (factor, weights) = curvature.Woodbury(i, queries[i].Reconstruct().flatten(1), damping);
            // [X, Q c']: one product with all columns of all queries.
            var outputs = (queries[i].U * factor).transpose(0, 1).reshape(_layout.Blocks[i].Outputs, -1).contiguous();
            var inputs = queries[i].V.transpose(0, 1).reshape(_layout.Blocks[i].Inputs, -1).contiguous();
            _queries.Add(
                (outputs.DetachFromDisposeScope(), inputs.DetachFromDisposeScope(), weights.t().contiguous().DetachFromDisposeScope())
            );
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports { get; }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows) =>
        _groups.Sum(i =>
        {
            var (outputs, inputs, weights) = _queries[i];
            var (u, v) = RankCodec.Factors(rows, _layout.Blocks[i], weights.dtype); // [B, O, c], [B, I, c]
            // [B, Q]
            var scores = mm(rows.Rows(_layout.Blocks[i].Name + SubspaceCurvature.CoefficientsTensor).to_type(weights.dtype), weights);
            for (long c = 0; c < u.shape[2]; c++)
            {
                var products = mm(u.select(2, c), outputs).mul_(mm(v.select(2, c), inputs)); // [B, Q c']
                scores.add_(products.shape[1] == _count ? products : products.view(-1, _count, products.shape[1] / _count).sum(-1));
            }

            return scores;
        });

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: features of LoRIF are stored, and scored as they are stored.</exception>
    public Tensor Score(FeatureBatch batch)
    {
        CoreThrow.NeedsStoredRows();
        return null;
    }

    /// <summary>Frees the queries.</summary>
    public void Dispose()
    {
        foreach (var (outputs, inputs, weights) in _queries)
        {
            outputs.Dispose();
            inputs.Dispose();
            weights.Dispose();
        }
    }
}
