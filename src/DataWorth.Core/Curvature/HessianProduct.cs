using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Curvature;

/// <summary>The product of the Hessian of the mean training loss and a vector, summed over training examples.</summary>
public sealed class HessianProduct : ExampleSums
{
    private readonly LossHessian _hessian;
    private readonly Tensor _vector;
    private readonly Tensor _sum;

    /// <summary>Starts with an empty sum.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="vector">v [D]; taken over.</param>
    public HessianProduct(LossHessian hessian, Tensor vector)
    {
        (_hessian, _vector) = (hessian, vector.DetachFromDisposeScope());
        _sum = Begin("product", [hessian.Size], ScalarType.Float64, vector.device);
    }

    /// <inheritdoc/>
    public override void Add(ExampleBatch batch)
    {
        _hessian.Differentiate(batch, multiply => _sum.add_(multiply(_vector)));
        AddCount(batch.Count);
    }

    /// <summary>H v, a new tensor [D] in float64.</summary>
    /// <exception cref="InvalidOperationException">There are no examples, or the sum is not finite.</exception>
    public Tensor Mean()
    {
        using var scope = NewDisposeScope();
        var mean = _sum / RequireCount();
        if (!mean.isfinite().all().item<bool>())
        {
            CoreThrow.HessianNotFinite("all", _hessian.Type);
        }

        return mean.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _vector.Dispose();
    }
}
