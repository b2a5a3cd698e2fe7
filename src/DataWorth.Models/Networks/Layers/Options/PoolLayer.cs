using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

/// <summary>Options of pooling over windows.</summary>
internal abstract record PoolLayer : LayerOptions
{
    [Description("Size of the window.")]
    [Range(1, int.MaxValue)]
    public long Kernel { get; init; } = 2;

    [Description("Distance between windows; null for the size of the window.")]
    [Range(1, int.MaxValue)]
    public long? Stride { get; init; }

    [Description("Padding on all sides, at most half the window.")]
    [Range(0, int.MaxValue)]
    public long Padding { get; init; }
}
