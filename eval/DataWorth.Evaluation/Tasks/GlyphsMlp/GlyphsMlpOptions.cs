using DataWorth.Models.Networks;

namespace DataWorth.Evaluation.Tasks.GlyphsMlp;

/// <summary>Options of the perceptron on drawn glyphs.</summary>
public sealed record GlyphsMlpOptions : MlpTaskOptions
{
    /// <summary>The perceptron 784-32-10, 15 epochs in batches of 32.</summary>
    public GlyphsMlpOptions()
    {
        Network = new MlpOptions { Widths = [784, 32, 10] };
        Training = new() { Epochs = 15, BatchSize = 32 };
    }
}
