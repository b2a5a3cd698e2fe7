namespace DataWorth.Models.Networks.Layers.Options;

internal sealed record SigmoidLayer : LayerOptions;
