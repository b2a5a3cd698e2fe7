using System.ComponentModel;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record GeluLayer : LayerOptions
{
    [Description("Formula of the activation.")]
    public GeluKind Approximation { get; init; } = GeluKind.Exact;
}
