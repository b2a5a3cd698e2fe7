using DataWorth.Features;
using TorchSharp;
using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>A convolution over one or two dimensions: positions are output pixels, activations the patches under them; G = sum_t g_t
/// a_t^T, [O, C kh kw] (+ 1 column for the bias).</summary>
/// <remarks>
/// Stride, padding (numbers, 'same', 'valid'; zeros, reflected, replicated, circular), dilation and groups are exact. With groups there is
/// a block per group, 'conv[0]', 'conv[1]', ..., with the group's outputs as rows and its own channels' patches as columns. A sequence is
/// an image of height 1. Position masks do not apply.
/// </remarks>
public sealed class TrackedConvolution : TrackedModule
{
    private readonly Convolution _convolution;
    private readonly ConvolutionGeometry _geometry;
    private readonly long[]? _explicitPadding;

    /// <summary>Describes a convolution.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">A <see cref="Conv1d"/>, [B, C, L] to [B, O, L'], or a <see cref="Conv2d"/>, [B, C, H, W] to [B, O, H',
    /// W'].</param>
    /// <param name="trackBias">Whether the bias, if there is one, is tracked.</param>
    /// <exception cref="ArgumentException">It is another convolution.</exception>
    public TrackedConvolution(string name, Convolution module, bool trackBias)
        : base(name, module, module.weight, trackBias ? module.bias : null)
    {
        if (module is not (Conv1d or Conv2d))
        {
            CoreThrow.NotAConvolution(name, module.GetType().Name);
        }

        _convolution = module;
        var kernel = Pair(module.kernel_size);
        var (top, bottom) = module is Conv1d ? (0, 0) : Amounts(module, 0);
        var (left, right) = Amounts(module, module.kernel_size.Length - 1);
        var isImplicit = module.padding_mode == PaddingModes.Zeros && top == bottom && left == right;
        _explicitPadding = isImplicit ? null : [left, right, top, bottom];
        _geometry = new ConvolutionGeometry(kernel, Pair(module.stride), isImplicit ? (top, left) : (0, 0), Pair(module.dilation));
        var inputs = (module.in_channels / module.groups * kernel.Height * kernel.Width) + (Bias is null ? 0 : 1);
        Blocks =
        [
            .. Enumerable
                .Range(0, (int)module.groups)
                .Select(group => new BlockShape(
                    module.groups == 1 ? name : $"{name}[{group}]",
                    module.out_channels / module.groups,
                    inputs
                )),
        ];
    }

    /// <inheritdoc/>
    public override int OutputDimension => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The input is not [B, C, L] or [B, C, H, W].</exception>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        if (input.dim() != _convolution.kernel_size.Length + 2)
        {
            CoreThrow.NotImages(Name, input.shape, _convolution is Conv1d ? "[B, C, L]" : "[B, C, H, W]");
        }

        var image = _convolution is Conv1d ? input.unsqueeze(2) : input; // [B, C, H, W]
        if (_explicitPadding is not null)
        {
            image = nn.functional.pad(image, _explicitPadding, _convolution.padding_mode);
        }

        var gradients = Positions.FlattenImage(outputGradient); // [B, H' W', O]
        var channels = image.shape[1] / Blocks.Count;
        return
        [
            .. Blocks.Select(
                (block, group) =>
                    new ConvolutionGradient(
                        block.Name,
                        image.narrow(1, group * channels, channels),
                        gradients.narrow(2, group * block.Outputs, block.Outputs),
                        _geometry,
                        Bias is not null
                    )
            ),
        ];
    }

    private static (long Height, long Width) Pair(long[] values) => values.Length == 1 ? (1, values[0]) : (values[0], values[1]);

    /// <summary>Padding before and after along a dimension.</summary>
    private static (long Before, long After) Amounts(Convolution module, int dimension)
    {
        if (module.padding_type != Padding.Same)
        {
            return module.padding is { } padding ? (padding[dimension], padding[dimension]) : (0, 0);
        }

        // 'same' puts the odd one after.
        var total = module.dilation[dimension] * (module.kernel_size[dimension] - 1);
        return (total / 2, total - (total / 2));
    }
}
