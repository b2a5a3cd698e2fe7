using System.ComponentModel;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record LeakyReluLayer : LayerOptions
{
    [Description("Slope below 0.")]
    public double Slope { get; init; } = 0.01;
}
