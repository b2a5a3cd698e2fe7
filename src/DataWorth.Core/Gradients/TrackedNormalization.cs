using DataWorth.Features;
using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>The scale (and shift) of a normalisation y = w x^ + b with x^ = (x - mean) / sqrt(variance + eps), or of another module of this
/// form.</summary>
/// <remarks>
/// Per example dL/dw_i = sum_t g_ti x^_ti and dL/db_i = sum_t g_ti: a dense block [B, d, 1 or 2]. x^ is computed again from what went in:
/// with the example's own statistics for LayerNorm, GroupNorm and InstanceNorm, with the running ones where they are kept. In training mode
/// batch normalisation mixes examples, and no per-example gradient exists.
/// </remarks>
public sealed class TrackedNormalization : TrackedModule
{
    private readonly Func<Tensor, Tensor> _normalize;
    private readonly bool _isImage;

    /// <summary>Describes any module y = w x^ + b with a scale per feature, such as a root mean square normalisation.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The module, [B, ..., d] to the same shape; [B, d, ...] for images and channels.</param>
    /// <param name="weight">w, d numbers.</param>
    /// <param name="bias">b, d numbers; null when there is none or it is not tracked.</param>
    /// <param name="normalize">x to x^, of the same shape.</param>
    /// <param name="isImage">Whether the features are the second dimension. Default false: they are the last.</param>
    public TrackedNormalization(
        string name,
        nn.Module<Tensor, Tensor> module,
        Tensor weight,
        Tensor? bias,
        Func<Tensor, Tensor> normalize,
        bool isImage = false
    )
        : base(name, module, weight, bias)
    {
        _normalize = normalize;
        _isImage = isImage;
        Blocks = [new BlockShape(name, weight.NumberOfElements, bias is null ? 1 : 2)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    /// <summary>Describes a LayerNorm; null when it has no scale.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The normalisation, [B, ..., d] to the same shape.</param>
    /// <param name="trackBias">Whether the shift, if there is one, is tracked.</param>
    public static TrackedNormalization? Of(string name, LayerNorm module, bool trackBias) =>
        module.weight is null
            ? null
            : new(
                name,
                module,
                module.weight,
                trackBias ? module.bias : null,
                input => nn.functional.layer_norm(input, module.normalized_shape, eps: module.eps)
            );

    /// <summary>Describes a GroupNorm; null when it has no scale.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The normalisation, [B, d, ...] to the same shape.</param>
    /// <param name="trackBias">Whether the shift, if there is one, is tracked.</param>
    public static TrackedNormalization? Of(string name, GroupNorm module, bool trackBias) =>
        module.weight is null
            ? null
            : new(
                name,
                module,
                module.weight,
                trackBias ? module.bias : null,
                input => nn.functional.group_norm(input, module.num_groups, eps: module.eps),
                isImage: true
            );

    /// <summary>Describes a BatchNorm or InstanceNorm; null when it has no scale.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The normalisation, [B, d] or [B, d, ...] to the same shape, in eval mode when it is used.</param>
    /// <param name="trackBias">Whether the shift, if there is one, is tracked.</param>
    public static TrackedNormalization? Of(string name, NormBase module, bool trackBias) =>
        module.weight is null
            ? null
            : new(name, module, module.weight, trackBias ? module.bias : null, input => Normalize(name, module, input), isImage: true);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A batch normalisation is in training mode or keeps no running statistics.</exception>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        var normalized = _normalize(input);
        var gradients = outputGradient;
        if (!_isImage && mask is not null)
        {
            gradients = mask.Apply(gradients);
        }

        var scale = Sum(gradients * normalized); // [B, d]
        var columns = Bias is null ? scale.unsqueeze(-1) : stack([scale, Sum(gradients)], -1);
        return [new DenseGradient(Name, columns)];
    }

    private static Tensor Normalize(string name, NormBase module, Tensor input)
    {
        var (mean, variance) = module.training ? (null, null) : (module.running_mean, module.running_var);
        if (module is InstanceNorm)
        {
            return nn.functional.instance_norm(input, mean, variance, use_input_stats: mean is null, eps: module.eps);
        }

        if (mean is null)
        {
            CoreThrow.MixesExamples(name);
        }

        return nn.functional.batch_norm(input, mean, variance, eps: module.eps);
    }

    /// <summary>Sums over positions: [B, d].</summary>
    private Tensor Sum(Tensor values) =>
        !_isImage ? values.reshape(values.shape[0], -1, Blocks[0].Outputs).sum(1L)
        : values.dim() == 2 ? values
        : values.flatten(2).sum(-1);
}
