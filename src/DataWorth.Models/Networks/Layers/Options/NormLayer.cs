using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

/// <summary>Options of normalisations with scale and shift.</summary>
internal abstract record NormLayer : LayerOptions
{
    [Description("Added to the variance.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-5;
}
