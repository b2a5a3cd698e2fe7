using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Scoring;

/// <summary>Dot products with queries that were preconditioned once.</summary>
public sealed class PreconditionedScorer : IScorer
{
    private readonly FeatureLayout _layout;
    private readonly IFeatureCodec? _codec;
    private readonly Tensor _queries;

    /// <summary>Takes ownership of the queries.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="codec">Codec of stored rows; null when none are stored.</param>
    /// <param name="queries">(H + lambda I)^-1 phi_q, [Q, D].</param>
    public PreconditionedScorer(FeatureLayout layout, IFeatureCodec? codec, Tensor queries)
    {
        _layout = layout;
        _codec = codec;
        _queries = queries.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows) => (_codec ?? throw new InvalidOperationException("This method stores no features.")).Score(rows, _layout, _queries);

    /// <inheritdoc/>
    public Tensor Score(FeatureBatch batch) => batch.Dot(_queries, _layout);

    /// <summary>Frees the queries.</summary>
    public void Dispose() => _queries.Dispose();
}
