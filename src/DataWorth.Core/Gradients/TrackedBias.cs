using DataWorth.Features;

namespace DataWorth.Gradients;

/// <summary>A bias by itself: G = sum_t g_t, [O, 1]. For modules that share their weight with another one but not the bias.</summary>
public sealed class TrackedBias : TrackedModule
{
    private readonly bool _isImage;

    /// <summary>Describes the bias of a module whose weight is described elsewhere.</summary>
    /// <param name="owner">The module, described with its bias.</param>
    /// <exception cref="ArgumentException">It has no bias.</exception>
    public TrackedBias(TrackedModule owner)
        : base(
            owner.Name + ".bias",
            owner.Module,
            owner.Bias ?? throw new ArgumentException($"Module '{owner.Name}' has no tracked bias.", nameof(owner))
        )
    {
        _isImage = owner.OutputDimension == 1;
        Blocks = [new BlockShape(Name, owner.Bias.NumberOfElements, 1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        var isMasked = !_isImage && mask is not null && mask.Fits(outputGradient);
        var gradients = isMasked ? mask!.Apply(outputGradient) : outputGradient;
        var activations = ones([.. outputGradient.shape[..^1], 1], outputGradient.dtype, outputGradient.device);
        if (_isImage)
        {
            gradients = Positions.FlattenImage(gradients); // [B, H' W', O]
            activations = ones([gradients.shape[0], gradients.shape[1], 1], gradients.dtype, gradients.device);
        }

        return
        [
            new KroneckerGradient(
                Name,
                Positions.Flatten(isMasked ? mask!.Apply(activations) : activations),
                Positions.Flatten(gradients),
                isMasked ? mask!.CountOf(outputGradient) : null
            ),
        ];
    }
}
