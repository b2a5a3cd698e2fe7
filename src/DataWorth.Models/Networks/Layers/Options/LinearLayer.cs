namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record LinearLayer : WeightedLayer;
