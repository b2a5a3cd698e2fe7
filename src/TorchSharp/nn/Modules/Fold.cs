using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Sum of sliding blocks into an image: [N, C·kh·kw, L] to [N, C, H, W] (col2im).</summary>
public sealed class Fold : ParameterLessModule<Tensor, Tensor>
{
    internal Fold((long, long) output_size, (long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride) : base(nameof(Fold))
    {
        this.output_size = output_size;
        this.kernel_size = kernel_size;
        this.dilation = dilation;
        this.padding = padding;
        this.stride = stride;
    }

    /// <summary>Output size (H, W).</summary>
    public (long, long) output_size { get; set; }

    /// <summary>Size of the blocks.</summary>
    public (long, long) kernel_size { get; set; }

    /// <summary>Distance between the elements of a block. Default 1.</summary>
    public (long, long) dilation { get; set; }

    /// <summary>Implicit zero padding on both sides. Default 0.</summary>
    public (long, long) padding { get; set; }

    /// <summary>Stride of the blocks. Default 1.</summary>
    public (long, long) stride { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.fold(input, output_size, kernel_size, dilation, padding, stride);
}
