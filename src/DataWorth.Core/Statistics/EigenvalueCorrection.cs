using DataWorth.Features;

namespace DataWorth.Statistics;

/// <summary>Running sums of squared rotated gradients, sum_n ([U_S^T G_n U_A]_oi)^2 per block: EKFAC's eigenvalues after division by
/// N. The parts that merge need the same bases.</summary>
/// <remarks>Without bases the squares of the gradients themselves: the diagonal Fisher. Memory O I numbers per block. Source: George et al.
/// 2018, arXiv:1806.03884.</remarks>
public sealed class EigenvalueCorrection : FeatureSums
{
    private readonly FeatureLayout _layout;
    private readonly IReadOnlyList<(Tensor? Outputs, Tensor? Inputs)> _bases;
    private readonly Tensor[] _sums;

    /// <summary>Starts with empty sums.</summary>
    /// <param name="layout">Blocks [O, I].</param>
    /// <param name="bases">U_S [O, O] and U_A [I, I] of each block, null for none; stay the caller's and must outlive this object.</param>
    /// <param name="type">Type of the sums.</param>
    /// <param name="device">Device of the sums.</param>
    public EigenvalueCorrection(
        FeatureLayout layout,
        IReadOnlyList<(Tensor? Outputs, Tensor? Inputs)> bases,
        ScalarType type,
        Device device
    )
    {
        _layout = layout;
        _bases = bases;
        _sums = [.. layout.Blocks.Select(block => Begin(block.Name + ".squares", [block.Outputs, block.Inputs], type, device))];
    }

    /// <inheritdoc/>
    public override void Add(FeatureBatch batch)
    {
        using var off = no_grad();
        for (var i = 0; i < _sums.Length; i++)
        {
            using var scope = NewDisposeScope();
            using var rotated = batch.Blocks[i].Project(_bases[i].Outputs?.t(), _bases[i].Inputs?.t());
            _sums[i].add_(rotated.SumOfSquares());
        }

        AddCount(batch.Count);
    }

    /// <summary>Lambda [O, I] of a block, a new tensor in the caller's scope.</summary>
    /// <exception cref="InvalidOperationException">There are no examples, a sum is not finite, or a mean is too small for its
    /// type.</exception>
    public Tensor Means(int block)
    {
        using var scope = NewDisposeScope();
        var means = _sums[block] / RequireCount();
        if (!means.isfinite().all().item<bool>())
        {
            CoreThrow.NotFinite("Eigenvalue correction", _layout.Blocks[block].Name, means.dtype);
        }

        SmallNumbers.Refuse(means, "Eigenvalue correction", _layout.Blocks[block].Name, means.dtype);
        return means.MoveToOuterDisposeScope();
    }
}
