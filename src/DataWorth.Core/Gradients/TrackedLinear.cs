using DataWorth.Features;

namespace DataWorth.Gradients;

/// <summary>A linear layer y = W a (+ b), or one whose weight is stored transposed: G = sum_t g_t a_t^T, [O, I] (+ 1 column for the
/// bias).</summary>
public sealed class TrackedLinear : TrackedModule
{
    /// <summary>Describes a linear layer.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The layer, [..., I] to [..., O].</param>
    /// <param name="weight">Its weight, [O, I], or [I, O] when transposed.</param>
    /// <param name="outputs">O.</param>
    /// <param name="inputs">I.</param>
    /// <param name="bias">A bias to track: a 1 is appended to the activation, so that the gradient's last column is the bias's. Default
    /// null.</param>
    /// <param name="isTransposed">Whether the weight is stored as [I, O]. Default false.</param>
    public TrackedLinear(
        string name,
        nn.Module<Tensor, Tensor> module,
        Tensor weight,
        long outputs,
        long inputs,
        Tensor? bias = null,
        bool isTransposed = false
    )
        : base(name, module, weight, bias)
    {
        IsWeightTransposed = isTransposed;
        Blocks = [new BlockShape(name, outputs, inputs + (bias is null ? 0 : 1))];
    }

    /// <inheritdoc/>
    public override bool IsWeightTransposed { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    internal override bool KeepsNarrow => true;

    /// <inheritdoc/>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        var activations = Positions.Flatten(input); // [B, T, I]
        var gradients = Positions.Flatten(outputGradient); // [B, T, O]
        if (Bias is not null)
        {
            activations = Positions.AppendOne(activations);
        }

        if (mask is null || !mask.Fits(outputGradient))
        {
            return [new KroneckerGradient(Name, activations, gradients)];
        }

        gradients = Positions.Flatten(mask.Apply(outputGradient));
        activations = mask.Apply(activations.reshape([.. outputGradient.shape[..^1], activations.shape[^1]]));
        return [new KroneckerGradient(Name, Positions.Flatten(activations), gradients, mask.CountOf(outputGradient))];
    }
}
