using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Columns of sliding blocks: [N, C, H, W] to [N, C·kh·kw, L] (im2col).</summary>
public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
{
    internal Unfold((long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride) : base(nameof(Unfold))
    {
        this.kernel_size = kernel_size;
        this.dilation = dilation;
        this.padding = padding;
        this.stride = stride;
    }

    /// <summary>Size of the blocks.</summary>
    public (long, long) kernel_size { get; set; }

    /// <summary>Distance between the elements of a block. Default 1.</summary>
    public (long, long) dilation { get; set; }

    /// <summary>Implicit zero padding on both sides. Default 0.</summary>
    public (long, long) padding { get; set; }

    /// <summary>Stride of the blocks. Default 1.</summary>
    public (long, long) stride { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.unfold(input, kernel_size, dilation, padding, stride);
}
