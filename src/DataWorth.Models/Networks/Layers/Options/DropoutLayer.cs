using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record DropoutLayer : LayerOptions
{
    [Description("Probability of a zero in training.")]
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 0.5;
}
