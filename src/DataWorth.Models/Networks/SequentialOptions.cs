using System.ComponentModel;
using DataWorth.Models.Networks.Layers;

namespace DataWorth.Models.Networks;

/// <summary>Layers one after the other; each takes the shape that the one before gives.</summary>
public sealed record SequentialOptions : ModelOptions
{
    /// <summary>The layers, rows of <see cref="LayerTable"/>, at least one. They are called 0, 1, ... in checkpoints, as in PyTorch's
    /// <c>nn.Sequential</c>, unless they have names.</summary>
    [Description("The layers, one after the other.")]
    public IReadOnlyList<LayerOptions> Layers { get; init; } = [];
}
