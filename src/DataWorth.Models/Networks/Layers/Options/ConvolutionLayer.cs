using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal abstract record ConvolutionLayer : WeightedLayer
{
    [Description("Size of the kernel.")]
    [Range(1, int.MaxValue)]
    public long Kernel { get; init; } = 3;

    [Description("Stride.")]
    [Range(1, int.MaxValue)]
    public long Stride { get; init; } = 1;

    [Description("Zeros on all sides.")]
    [Range(0, int.MaxValue)]
    public long Padding { get; init; }

    [Description("Distance between the elements of the kernel.")]
    [Range(1, int.MaxValue)]
    public long Dilation { get; init; } = 1;

    [Description("Groups of channels that do not mix.")]
    [Range(1, int.MaxValue)]
    public long Groups { get; init; } = 1;
}
