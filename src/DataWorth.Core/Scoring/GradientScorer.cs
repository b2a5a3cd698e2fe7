using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Scoring;

/// <summary>Plain dot products of gradients, phi_q . phi_n: blocks that take fewer numbers as factors or by rows are multiplied as they
/// are, the others as matrices.</summary>
/// <remarks>Dense blocks of all queries are joined, so that an example's gradient is formed once and not once per batch of
/// queries.</remarks>
public sealed class GradientScorer : IScorer
{
    private readonly QueryGradients _queries;
    private readonly Tensor?[] _dense;
    private readonly BlockGroups _groups;

    /// <summary>Prepares the queries.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="queries">phi_q; stays the caller's, who frees it after this object.</param>
    /// <param name="groups">Which blocks are summed.</param>
    public GradientScorer(FeatureLayout layout, QueryGradients queries, BlockGroups groups)
    {
        _queries = queries;
        _groups = groups;
        _dense = [.. layout.Blocks.Select((_, i) => queries.DenseBlock(i)?.DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: nothing is stored.</exception>
    public Tensor Score(EncodedRows rows)
    {
        CoreThrow.NothingStored();
        return null;
    }

    /// <inheritdoc/>
    public Tensor Score(FeatureBatch batch) =>
        _groups.Sum(i =>
            _dense[i] is { } dense
                ? batch.Blocks[i].Dot(dense)
                : cat([.. _queries.Batches.Select(queries => batch.Blocks[i].Dot(queries.Blocks[i]))], 1)
        );

    /// <summary>Frees what was prepared.</summary>
    public void Dispose()
    {
        foreach (var block in _dense)
        {
            block?.Dispose();
        }
    }
}
