using System.ComponentModel;

namespace DataWorth.Models.Networks.Layers;

/// <summary>A layer as a file says it: a row of <see cref="LayerTable"/> with its options. What follows from the layer before is not
/// said.</summary>
public abstract record LayerOptions
{
    /// <summary>Name of the layer in the network and in checkpoints, without dots; null for its number, from 0. Default null.</summary>
    [Description("Name of the layer in checkpoints; null for its number, from 0.")]
    public string? Name { get; init; }
}
