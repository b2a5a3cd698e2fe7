using System.Collections.ObjectModel;

namespace DataWorth.Projections;

/// <summary>P = I: a side that is kept whole.</summary>
/// <param name="size">n = k.</param>
internal sealed class IdentityProjection(long size) : Projection
{
    /// <inheritdoc/>
    public override long InputSize => size;

    /// <inheritdoc/>
    public override long OutputSize => size;

    /// <inheritdoc/>
    public override bool IsIdentity => true;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Tensors => ReadOnlyDictionary<string, Tensor>.Empty;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor rows) => rows.alias();

    /// <inheritdoc/>
    /// <remarks>The numbers are float32, which 0 and 1 are exactly.</remarks>
    public override Tensor Columns(Tensor indices) => nn.functional.one_hot(indices, size).to_type(ScalarType.Float32);
}
