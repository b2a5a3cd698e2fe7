using DataWorth.Language.Networks;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to index a transformer's training sequences on the processor. A projection of k numbers costs k / d of a matrix
/// product of width d, so that a narrow model pays more for the same k.</summary>
public sealed class GptLogging : IBenchmark
{
    private const int Sequences = 192;

    private static readonly Gpt2Options[] s_shapes =
    [
        new()
        {
            VocabularySize = 8192,
            Positions = 128,
            Width = 256,
            Layers = 4,
            Heads = 4,
        },
        new()
        {
            VocabularySize = 2048,
            Positions = 64,
            Width = 2048,
            Layers = 1,
            Heads = 16,
        },
    ];

    /// <inheritdoc/>
    public string Name => "gpt-logging";

    /// <inheritdoc/>
    public string Description => "index sequences of two GPTs, block linears, k = 64: LoGra's gradients, LoRIF's factors";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var shape in s_shapes)
        {
            manual_seed(1);
            using var model = new Gpt2(shape);
            model.eval();
            context.Note($"width {shape.Width}, {shape.Layers} layers, {shape.Positions} tokens, vocabulary {shape.VocabularySize}");
            // Of the processor's time: other work on the machine does not count.
            new LoggingCost(model, Sequences, (int)shape.Positions, 8, () => Environment.CpuUsage.TotalTime).Measure(context);
        }
    }
}
