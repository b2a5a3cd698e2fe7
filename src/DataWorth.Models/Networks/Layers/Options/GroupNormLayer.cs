using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record GroupNormLayer : NormLayer
{
    [Description("Groups of channels that are normalised together.")]
    [Range(1, int.MaxValue)]
    public long Groups { get; init; } = 1;
}
