using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Maximum over windows: [N, C, H, W] to [N, C, H', W'].</summary>
public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool2d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride ?? kernel_size;
        this.padding = padding ?? [0];
        this.dilation = dilation ?? [1];
        this.ceil_mode = ceil_mode;
    }

    /// <summary>Size of the window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>Stride of the window. Default: its size.</summary>
    public long[] stride { get; set; }

    /// <summary>Implicit padding with negative infinity on both sides. Default 0.</summary>
    public long[] padding { get; set; }

    /// <summary>Distance between the elements of a window. Default 1.</summary>
    public long[] dilation { get; set; }

    /// <summary>True to round the output size up. Default false.</summary>
    public bool ceil_mode { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);
}
