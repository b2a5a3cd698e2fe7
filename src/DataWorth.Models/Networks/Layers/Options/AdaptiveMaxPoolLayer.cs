namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record AdaptiveMaxPoolLayer : AdaptivePoolLayer;
