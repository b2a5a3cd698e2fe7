using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record BatchNormLayer : NormLayer
{
    [Description("Share of a new batch in the running statistics.")]
    [Range(0.0, 1.0)]
    public double Momentum { get; init; } = 0.1;
}
