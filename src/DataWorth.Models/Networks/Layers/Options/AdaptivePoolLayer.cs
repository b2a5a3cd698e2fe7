using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

/// <summary>Options of pooling to a size.</summary>
internal abstract record AdaptivePoolLayer : LayerOptions
{
    [Description("Length, or height and width, of what it gives.")]
    [Range(1, int.MaxValue)]
    public long Size { get; init; } = 1;
}
