using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record EmbeddingLayer : LayerOptions
{
    [Description("Rows of the table: tokens that there are.")]
    [Range(1, int.MaxValue)]
    public long Rows { get; init; } = 1;

    [Description("Numbers for each token.")]
    [Range(1, int.MaxValue)]
    public long Width { get; init; } = 64;
}
