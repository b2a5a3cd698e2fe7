using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Convolution without bias, batch normalisation and ReLU: [B, I, H, W] to [B, O, H', W'].</summary>
public sealed class ConvolutionBlock : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv")]
    private readonly Conv2d _convolution;

    [ComponentName(Name = "norm")]
    private readonly BatchNorm2d _norm;

    /// <summary>Creates a block.</summary>
    /// <param name="inputChannels">Number of input channels I.</param>
    /// <param name="outputChannels">Number of output channels O.</param>
    /// <param name="kernelSize">Size of the kernel. Default 3.</param>
    /// <param name="stride">Stride. Default 1.</param>
    /// <param name="padding">Padding on all sides. Default 1.</param>
    public ConvolutionBlock(long inputChannels, long outputChannels, long kernelSize = 3, long stride = 1, long padding = 1)
        : base(nameof(ConvolutionBlock))
    {
        _convolution = nn.Conv2d(inputChannels, outputChannels, kernelSize, stride, padding, bias: false);
        _norm = nn.BatchNorm2d(outputChannels);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var convolved = _convolution.call(input);
        using var normalised = _norm.call(convolved);
        return nn.functional.relu(normalised);
    }
}
