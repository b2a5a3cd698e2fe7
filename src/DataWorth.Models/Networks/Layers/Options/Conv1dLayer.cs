namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record Conv1dLayer : ConvolutionLayer;
