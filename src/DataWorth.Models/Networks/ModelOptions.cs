using System.ComponentModel;

namespace DataWorth.Models.Networks;

/// <summary>A model as a user names it: a row of <see cref="NetworkTable"/> with its options, and where its weights are. What follows from
/// the data is not said.</summary>
public abstract record ModelOptions
{
    /// <summary>Safetensors file of the weights, by their names in the network; null or empty for weights that are still to be trained.
    /// Default null.</summary>
    [Description("Safetensors file of the weights; null for a network that is still to be trained.")]
    public string? Checkpoint { get; init; }
}
