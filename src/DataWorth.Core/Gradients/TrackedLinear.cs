using DataWorth.Features;

namespace DataWorth.Gradients;

/// <summary>A linear layer y = W a (+ b), or one whose weight is stored transposed: G = sum_t g_t a_t^T, [O, I] (+ 1 column for the bias).</summary>
public sealed class TrackedLinear : TrackedModule
{
    private readonly bool _trackBias;

    /// <summary>Describes a linear layer.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The layer, [..., I] to [..., O].</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="outputs">O.</param>
    /// <param name="inputs">I.</param>
    /// <param name="trackBias">Appends a 1 to the activation, so that the gradient's last column is the bias's.</param>
    public TrackedLinear(string name, nn.Module<Tensor, Tensor> module, Tensor weight, long outputs, long inputs, bool trackBias)
        : base(name, module, weight)
    {
        _trackBias = trackBias;
        Blocks = [new BlockShape(name, outputs, inputs + (trackBias ? 1 : 0))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        var activations = Positions(input);             // [B, T, I]
        var gradients = Positions(outputGradient);      // [B, T, O]
        if (_trackBias)
            activations = cat([activations, ones([activations.shape[0], activations.shape[1], 1], activations.dtype, activations.device)], -1);
        if (mask is null || !mask.Fits(gradients))
            return [new KroneckerGradient(Name, activations, gradients)];
        return [new KroneckerGradient(Name, mask.Apply(activations), mask.Apply(gradients), mask.Count)];
    }

    /// <summary>[B, ..., X] to [B, T, X]; T = 1 when there are no positions.</summary>
    private static Tensor Positions(Tensor values) => values.dim() switch
    {
        2 => values.unsqueeze(1),
        3 => values.alias(),
        _ => values.reshape(values.shape[0], -1, values.shape[^1]),
    };
}
