using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Scoring;

/// <summary>Dot products with queries that were preconditioned once.</summary>
public sealed class PreconditionedScorer : IScorer
{
    private readonly FeatureLayout _layout;
    private readonly IFeatureCodec? _codec;
    private readonly Tensor _queries;
    private readonly BlockGroups _groups;

    /// <summary>Takes ownership of the queries.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="codec">Codec of stored rows; null when none are stored.</param>
    /// <param name="queries">(H + lambda I)^-1 phi_q, [Q, D].</param>
    /// <param name="groups">Which blocks are summed.</param>
    /// <param name="reports">What the preparation of the queries left out. Default nothing.</param>
    public PreconditionedScorer(
        FeatureLayout layout,
        IFeatureCodec? codec,
        Tensor queries,
        BlockGroups groups,
        IReadOnlyList<string>? reports = null
    )
    {
        _layout = layout;
        _codec = codec;
        _queries = queries.DetachFromDisposeScope();
        _groups = groups;
        Reports = reports ?? [];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The method stores no features.</exception>
    public Tensor Score(EncodedRows rows)
    {
        if (_codec is null)
        {
            CoreThrow.NothingStored();
        }

        return _codec.Score(rows, _layout, _queries, _groups);
    }

    /// <inheritdoc/>
    public Tensor Score(FeatureBatch batch) => batch.Dot(_queries, _layout, _groups);

    /// <summary>Frees the queries.</summary>
    public void Dispose() => _queries.Dispose();
}
