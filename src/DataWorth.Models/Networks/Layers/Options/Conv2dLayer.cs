namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record Conv2dLayer : ConvolutionLayer;
