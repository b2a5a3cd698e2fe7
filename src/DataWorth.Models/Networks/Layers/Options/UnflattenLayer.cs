using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record UnflattenLayer : LayerOptions
{
    [Description("Dimensions that the numbers of a row are laid out in: [channels, length] or [channels, height, width].")]
    [Range(1, int.MaxValue)]
    public IReadOnlyList<long> Sizes { get; init; } = [1];
}
