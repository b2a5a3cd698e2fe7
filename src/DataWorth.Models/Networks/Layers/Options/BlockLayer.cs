using System.ComponentModel;

namespace DataWorth.Models.Networks.Layers.Options;

/// <summary>Options of a list of layers within the list.</summary>
internal abstract record BlockLayer : LayerOptions
{
    [Description("The layers of the block.")]
    public IReadOnlyList<LayerOptions> Layers { get; init; } = [];
}
