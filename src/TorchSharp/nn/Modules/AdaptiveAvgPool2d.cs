using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mean over windows that are chosen so that the output has a given size: [N, C, H, W] to [N, C, H', W'].</summary>
public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

    /// <summary>Output size {H', W'}.</summary>
    public long[] output_size { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
}
