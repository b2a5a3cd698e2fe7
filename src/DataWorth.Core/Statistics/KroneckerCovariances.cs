using DataWorth.Features;

namespace DataWorth.Statistics;

/// <summary>Running sums of the two covariances of each block: A = sum a a^T over inputs and S = sum g g^T over output gradients, with the
/// counts to divide by.</summary>
/// <remarks>Sums divided at the end, so that shards merge exactly. Contributions of several uses of one weight are added. Memory I^2 + O^2
/// numbers per block.</remarks>
public sealed class KroneckerCovariances : IDisposable
{
    private readonly FeatureLayout _layout;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;
    private readonly long[] _positions;

    /// <summary>Starts with empty sums.</summary>
    /// <param name="layout">Blocks [O, I].</param>
    /// <param name="type">Type of the sums.</param>
    /// <param name="device">Device of the sums.</param>
    public KroneckerCovariances(FeatureLayout layout, ScalarType type, Device device)
    {
        _layout = layout;
        _inputs = [.. layout.Blocks.Select(block => zeros([block.Inputs, block.Inputs], type, device).DetachFromDisposeScope())];
        _outputs = [.. layout.Blocks.Select(block => zeros([block.Outputs, block.Outputs], type, device).DetachFromDisposeScope())];
        _positions = new long[layout.Blocks.Count];
    }

    /// <summary>Number of examples added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a batch of factored gradients.</summary>
    /// <exception cref="NotSupportedException">A block has no factors.</exception>
    public void Add(FeatureBatch batch)
    {
        using var off = no_grad();
        for (var i = 0; i < _layout.Blocks.Count; i++)
        {
            Add(i, batch.Blocks[i]);
        }

        Count += batch.Count;
    }

    /// <summary>Adds another part's sums.</summary>
    public void Merge(KroneckerCovariances other)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < _positions.Length; i++)
        {
            _inputs[i].add_(other._inputs[i]);
            _outputs[i].add_(other._outputs[i]);
            _positions[i] += other._positions[i];
        }

        Count += other.Count;
    }

    /// <summary>Activation covariance A [I, I] and gradient covariance S [O, O] of a block, new tensors in the caller's scope.</summary>
    /// <exception cref="InvalidOperationException">There are no examples, or a sum is not finite.</exception>
    public (Tensor Activations, Tensor Gradients) Means(
        int block,
        CovarianceNormalization normalization = CovarianceNormalization.Positions
    )
    {
        if (Count == 0)
        {
            CoreThrow.NoExamples();
        }

        using var scope = NewDisposeScope();
        double count = normalization == CovarianceNormalization.Positions ? Math.Max(1, _positions[block]) : Count;
        var (activations, gradients) = (_inputs[block] / count, _outputs[block] / count);
        if (!(activations.isfinite().all().item<bool>() && gradients.isfinite().all().item<bool>()))
        {
            CoreThrow.NotFinite("Covariance", _layout.Blocks[block].Name);
        }

        return (activations.MoveToOuterDisposeScope(), gradients.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the sums.</summary>
    public void Dispose()
    {
        foreach (var tensor in _inputs.Concat(_outputs))
        {
            tensor.Dispose();
        }
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

        using var scope = NewDisposeScope();
        var a = factors.Activations.flatten(0, 1); // [B T, I]
        var g = factors.OutputGradients.flatten(0, 1); // [B T, O]
        _inputs[index].addmm_(a.t(), a, 1, 1);
        _outputs[index].addmm_(g.t(), g, 1, 1);
        _positions[index] += factors.Positions;
    }
}
