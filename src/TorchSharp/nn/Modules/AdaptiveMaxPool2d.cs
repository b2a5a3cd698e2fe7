using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Maximum over windows that are chosen so that the output has a given size: [N, C, H, W] to [N, C, H', W'].</summary>
public sealed class AdaptiveMaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d)) => this.output_size = output_size;

    /// <summary>Output size {H', W'}.</summary>
    public long[] output_size { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool2d(input, output_size);
}
