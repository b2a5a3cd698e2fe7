using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mean over windows: [N, C, H, W] to [N, C, H', W'].</summary>
public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AvgPool2d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override) : base(nameof(AvgPool2d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride ?? kernel_size;
        this.padding = padding ?? [0];
        this.ceil_mode = ceil_mode;
        this.count_include_pad = count_include_pad;
        this.divisor_override = divisor_override;
    }

    /// <summary>Size of the window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>Stride of the window. Default: its size.</summary>
    public long[] stride { get; set; }

    /// <summary>Implicit zero padding on both sides. Default 0.</summary>
    public long[] padding { get; set; }

    /// <summary>True to round the output size up. Default false.</summary>
    public bool ceil_mode { get; set; }

    /// <summary>True (default) to count padding in the mean.</summary>
    public bool count_include_pad { get; set; }

    /// <summary>Divisor of the sum instead of the size of the window.</summary>
    public long? divisor_override { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.AveragePool(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
}
