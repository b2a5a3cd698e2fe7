using System.Diagnostics;
using DataWorth.Language.Networks;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to index sequences of language models with billions of weights on a GPU, in bfloat16.</summary>
public sealed class GpuLogging : IBenchmark
{
    private const int Tokens = 512;

    // The shapes of Llama 3.2 1B and Llama 3.1 8B.
    private static readonly (LlamaOptions Shape, int Sequences, int BatchSize)[] s_models =
    [
        (
            new()
            {
                VocabularySize = 128_256,
                Positions = Tokens,
                Width = 2048,
                InnerWidth = 8192,
                Layers = 16,
                Heads = 32,
                KeyValueHeads = 8,
                Theta = 500_000,
                HasTiedHead = true,
            },
            256,
            16
        ),
        (
            new()
            {
                VocabularySize = 128_256,
                Positions = Tokens,
                Width = 4096,
                InnerWidth = 14_336,
                Layers = 32,
                Heads = 32,
                KeyValueHeads = 8,
                Theta = 500_000,
            },
            96,
            8
        ),
    ];

    /// <inheritdoc/>
    public string Name => "gpu-logging";

    /// <inheritdoc/>
    public string Description => "index sequences of Llamas of 1.2 and 8 billion weights on a GPU, block linears, k = 64";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!cuda.is_available())
        {
            context.Note("not measured: libtorch sees no GPU with CUDA");
            return;
        }

        foreach (var (shape, sequences, batchSize) in s_models)
        {
            manual_seed(1);
            using var model = shape.Create(ScalarType.BFloat16, CUDA);
            model.eval();
            using (no_grad())
            {
                model.TokenTable.mul_(0.02); // as trained ones: the logits of a table of deviation 1 leave bfloat16 no gradient
            }

            context.Note(
                $"width {shape.Width}, {shape.Layers} layers, {model.parameters().Sum(weight => weight.NumberOfElements):n0} weights, "
                    + $"{sequences} sequences of {Tokens} tokens, {batchSize} at a time"
            );
            var watch = Stopwatch.StartNew();
            new LoggingCost(model, sequences, Tokens, batchSize, Clock).Measure(context);

            TimeSpan Clock()
            {
                cuda.synchronize();
                return watch.Elapsed;
            }
        }
    }
}
