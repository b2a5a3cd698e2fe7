using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record LayerNormLayer : NormLayer
{
    [Description("How many of the last dimensions are normalised together.")]
    [Range(1, int.MaxValue)]
    public int Dimensions { get; init; } = 1;
}
