using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Scoring;

/// <summary>Plain dot products of gradients, phi_q . phi_n: blocks that take fewer numbers as factors or by rows are multiplied as they are, the others as matrices.</summary>
/// <param name="queries">phi_q; stays the caller's, who frees it after this object.</param>
/// <param name="groups">Which blocks are summed.</param>
public sealed class GradientScorer(QueryGradients queries, BlockGroups groups) : IScorer
{
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: nothing is stored.</exception>
    public Tensor Score(EncodedRows rows)
    {
        Throw.NothingStored();
        return null;
    }

    /// <inheritdoc/>
    public Tensor Score(FeatureBatch batch) => queries.Dot(batch, groups);

    /// <summary>Frees nothing: the queries are the caller's.</summary>
    public void Dispose()
    {
    }
}
