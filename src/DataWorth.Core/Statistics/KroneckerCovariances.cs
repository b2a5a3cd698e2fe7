using DataWorth.Features;

namespace DataWorth.Statistics;

/// <summary>Running sums of the two covariances of each block: A = sum a a^T over inputs and S = sum g g^T over output gradients, with the
/// counts to divide by.</summary>
/// <remarks>Sums divided at the end, so that shards merge exactly. Contributions of several uses of one weight are added. Memory I^2 + O^2
/// numbers per block.</remarks>
public sealed class KroneckerCovariances : FeatureSums
{
    private readonly FeatureLayout _layout;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;
    private readonly Tensor _positions; // [L], on the processor: counts

    /// <summary>Starts with empty sums.</summary>
    /// <param name="layout">Blocks [O, I].</param>
    /// <param name="type">Type of the sums.</param>
    /// <param name="device">Device of the sums.</param>
    public KroneckerCovariances(FeatureLayout layout, ScalarType type, Device device)
    {
        _layout = layout;
        _inputs = [.. layout.Blocks.Select(block => Begin(block.Name + ".activations", [block.Inputs, block.Inputs], type, device))];
        _outputs = [.. layout.Blocks.Select(block => Begin(block.Name + ".gradients", [block.Outputs, block.Outputs], type, device))];
        _positions = Begin("positions", [layout.Blocks.Count], ScalarType.Int64, CPU);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A block has no factors.</exception>
    public override void Add(FeatureBatch batch)
    {
        using var off = no_grad();
        for (var i = 0; i < _layout.Blocks.Count; i++)
        {
            Add(i, batch.Blocks[i]);
        }

        AddCount(batch.Count);
    }

    /// <summary>Activation covariance A [I, I] and gradient covariance S [O, O] of a block, new tensors in the caller's scope.</summary>
    /// <exception cref="InvalidOperationException">There are no examples, a sum is not finite, or a mean is too small for its
    /// type.</exception>
    public (Tensor Activations, Tensor Gradients) Means(
        int block,
        CovarianceNormalization normalization = CovarianceNormalization.Positions
    )
    {
        using var scope = NewDisposeScope();
        double count = RequireCount();
        if (normalization == CovarianceNormalization.Positions)
        {
            count = Math.Max(1, _positions[block].item<long>());
        }

        var (activations, gradients) = (_inputs[block] / count, _outputs[block] / count);
        if (!(activations.isfinite().all().item<bool>() && gradients.isfinite().all().item<bool>()))
        {
            CoreThrow.NotFinite("Covariance", _layout.Blocks[block].Name, activations.dtype);
        }

        SmallNumbers.Refuse(activations, "Covariance of activations", _layout.Blocks[block].Name, activations.dtype, isOfTheLoss: false);
        SmallNumbers.Refuse(gradients, "Covariance of gradients", _layout.Blocks[block].Name, gradients.dtype);
        return (activations.MoveToOuterDisposeScope(), gradients.MoveToOuterDisposeScope());
    }

    private void Add(int index, GradientBlock block)
    {
        if (block is SummedGradient summed)
        {
            foreach (var part in summed.Parts)
            {
                Add(index, part);
            }

            return;
        }

        if (block is not KroneckerGradient factors)
        {
            CoreThrow.NeedsFactors(block.Shape.Name, "A Kronecker-factored curvature");
            return;
        }

        if (factors.CountsPadding)
        {
            CoreThrow.CountsPadding(block.Shape.Name, factors.Length);
        }

        using var scope = NewDisposeScope();
        var a = factors.Activations.flatten(0, 1); // [B T, I]
        var g = factors.OutputGradients.flatten(0, 1); // [B T, O]
        _inputs[index].addmm_(a.t(), a, 1, 1);
        _outputs[index].addmm_(g.t(), g, 1, 1);
        _positions[index].add_(factors.Positions);
    }
}
