using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Shape of a <see cref="ResNet9"/>.</summary>
public sealed record ResNet9Options : NetworkOptions
{
    /// <summary>Number of image channels. Default 3.</summary>
    [Description("Image channels.")]
    [Range(1, int.MaxValue)]
    public long InputChannels { get; init; } = 3;

    /// <summary>Number of classes. Default 10.</summary>
    [Description("Classes.")]
    [Range(1, int.MaxValue)]
    public long Classes { get; init; } = 10;

    /// <summary>Factor of all inner widths, greater than 0; a width is rounded and at least 1. Default 1.</summary>
    [Description("Factor of all inner widths.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>Factor of the logits. Default 0.2.</summary>
    [Description("Factor of the logits.")]
    public double LogitScale { get; init; } = 0.2;

    /// <summary>Channels of the three widths.</summary>
    internal (long Small, long Middle, long Large) Channels => (Width(64), Width(128), Width(256));

    /// <summary>Numbers in all parameters.</summary>
    internal double Weights
    {
        get
        {
            var (small, middle, large) = Channels;
            return Block(InputChannels, small)
                + Block(small, middle, 5)
                + (2 * Block(middle, middle))
                + Block(middle, large)
                + (2 * Block(large, large))
                + Block(large, middle)
                + ((double)middle * Classes);
        }
    }

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Create() => new ResNet9(this);

    private long Width(long full) => Math.Max(1, (long)Math.Round(full * WidthFactor));

    // A convolution without bias, scale and shift.
    private static double Block(double inputs, double outputs, double kernel = 3) => outputs * ((kernel * kernel * inputs) + 2);
}
