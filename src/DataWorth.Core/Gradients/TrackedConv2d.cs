using DataWorth.Features;
using TorchSharp;
using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>A two-dimensional convolution: positions are output pixels, activations the patches under them; G = sum_t g_t a_t^T, [O, C kh
/// kw] (+ 1 column for the bias).</summary>
/// <remarks>
/// Stride, padding (numbers, 'same', 'valid'; zeros, reflected, replicated, circular), dilation and groups are exact. With groups there is
/// a block per group,
/// 'conv[0]', 'conv[1]', ..., with the group's outputs as rows and its own channels' patches as columns. Position masks do not apply to
/// images.
/// </remarks>
public sealed class TrackedConv2d : TrackedModule
{
    private readonly Conv2d _convolution;
    private readonly ConvolutionGeometry _geometry;
    private readonly long[]? _explicitPadding;

    /// <summary>Describes a convolution.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The convolution, [B, C, H, W] to [B, O, H', W'].</param>
    /// <param name="trackBias">Whether the bias, if there is one, is tracked.</param>
    public TrackedConv2d(string name, Conv2d module, bool trackBias)
        : base(name, module, module.weight, trackBias ? module.bias : null)
    {
        _convolution = module;
        var (height, width) = (module.kernel_size[0], module.kernel_size[1]);
        var (top, bottom, left, right) = Amounts(module);
        var isImplicit = module.padding_mode == PaddingModes.Zeros && top == bottom && left == right;
        _explicitPadding = isImplicit ? null : [left, right, top, bottom];
        _geometry = new ConvolutionGeometry(
            (height, width),
            (module.stride[0], module.stride[1]),
            isImplicit ? (top, left) : (0, 0),
            (module.dilation[0], module.dilation[1])
        );
        var inputs = (module.in_channels / module.groups * height * width) + (Bias is null ? 0 : 1);
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
    /// <exception cref="NotSupportedException">The input is not [B, C, H, W].</exception>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        if (input.dim() != 4)
        {
            CoreThrow.NotImages(Name, input.shape);
        }

        var image = _explicitPadding is null ? input : nn.functional.pad(input, _explicitPadding, _convolution.padding_mode);
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

    /// <summary>Padding above, below, left and right.</summary>
    private static (long Top, long Bottom, long Left, long Right) Amounts(Conv2d module)
    {
        if (module.padding_type != Padding.Same)
        {
            return module.padding is { } padding ? (padding[0], padding[0], padding[1], padding[1]) : (0, 0, 0, 0);
        }
        // 'same' puts the odd one below and on the right.
        var vertical = module.dilation[0] * (module.kernel_size[0] - 1);
        var horizontal = module.dilation[1] * (module.kernel_size[1] - 1);
        return (vertical / 2, vertical - (vertical / 2), horizontal / 2, horizontal - (horizontal / 2));
    }
}
