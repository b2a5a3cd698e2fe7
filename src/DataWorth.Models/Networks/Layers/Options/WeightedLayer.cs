using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

/// <summary>Options of layers with weights: the size that they give; the size that they take follows from the layer before.</summary>
internal abstract record WeightedLayer : LayerOptions
{
    [Description("Features or channels that it gives; null in the last layer for the number of classes.")]
    [Range(1, int.MaxValue)]
    public long? Out { get; init; }

    [Description("Whether it has a bias.")]
    public bool HasBias { get; init; } = true;
}
