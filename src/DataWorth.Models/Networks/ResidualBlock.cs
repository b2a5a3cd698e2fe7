using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>x + second(first(x)) with two convolution blocks of the same width.</summary>
public sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "first")]
    private readonly ConvolutionBlock _first;

    [ComponentName(Name = "second")]
    private readonly ConvolutionBlock _second;

    /// <summary>Creates a block.</summary>
    /// <param name="channels">Number of channels.</param>
    public ResidualBlock(long channels)
        : base(nameof(ResidualBlock))
    {
        _first = new ConvolutionBlock(channels, channels);
        _second = new ConvolutionBlock(channels, channels);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var middle = _first.call(input);
        using var change = _second.call(middle);
        return input + change;
    }
}
