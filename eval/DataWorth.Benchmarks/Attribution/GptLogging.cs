using DataWorth.Language.Networks;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to index a transformer's training sequences on the processor. A projection of k numbers costs k / d of a matrix
/// product of width d, so that a narrow model pays more for the same k.</summary>
public sealed class GptLogging : IBenchmark
{
    // The second has the width and the vocabulary of GPT-2.
    private static readonly (Gpt2Options Shape, int Sequences)[] s_models =
    [
        (Shape(width: 256, heads: 4, layers: 4, positions: 128, vocabulary: 8192), 1024),
        (Shape(width: 768, heads: 12, layers: 4, positions: 128, vocabulary: 50257), 256),
        (Shape(width: 2048, heads: 16, layers: 1, positions: 64, vocabulary: 2048), 256),
    ];

    /// <inheritdoc/>
    public string Name => "gpt-logging";

    /// <inheritdoc/>
    public string Description => "index sequences of three GPTs, block linears, k = 64: LoGra's gradients, LoRIF's factors";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (shape, sequences) in s_models)
        {
            manual_seed(1);
            using var model = new Gpt2(shape);
            model.eval();
            context.Note(
                $"width {shape.Width}, {shape.Layers} layers, vocabulary {shape.VocabularySize}, {sequences} sequences of {shape.Positions} tokens"
            );
            // Of the processor's time: other work on the machine does not count.
            new LoggingCost(model, sequences, (int)shape.Positions, 8, () => Environment.CpuUsage.TotalTime).Measure(context);
        }
    }

    private static Gpt2Options Shape(int width, int heads, int layers, int positions, int vocabulary) =>
        new()
        {
            VocabularySize = vocabulary,
            Positions = positions,
            Width = width,
            Layers = layers,
            Heads = heads,
        };
}
