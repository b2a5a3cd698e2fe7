using DataWorth.LinearAlgebra;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.LinearAlgebra;

/// <summary>Factorising the projected gradients of a batch (three modules, 64 x 64) against the forward and backward pass that makes them.</summary>
/// <remarks>The pass: perceptron 784-512-256-10 without biases, 256 rows, gradients of all weights. Its own gradients have one position (T = 1); more positions
/// stand for sequences, dense matrices for gradients that have no factored form.</remarks>
public sealed class LowRankBenchmark : IBenchmark
{
    private const int Batch = 256;
    private const int Modules = 3;
    private const int Size = 64;
    private const double Goal = 0.5;

    /// <inheritdoc/>
    public string Name => "low-rank";

    /// <inheritdoc/>
    public string Description => "rank-c factors of 3 x 256 gradients of 64 x 64, against forward and backward of the perceptron 784-512-256-10";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var scope = NewDisposeScope();
        Tensor[] weights = [randn(512, 784).mul(0.03), randn(256, 512).mul(0.04), randn(10, 256).mul(0.05)];
        foreach (var weight in weights) weight.requires_grad_();
        var (inputs, labels) = (randn(Batch, 784), randint(0, 10, [Batch], ScalarType.Int64));
        var dense = randn(Batch, Size, Size);
        var measured = context.MeasureTogether(
            1, 3, ("bare pass", () => Pass(weights, inputs, labels)),
            ("1 position, c = 1", Positions(1, 1)),
            ("8 positions, c = 1", Positions(8, 1)),
            ("dense, c = 1", Dense(new LowRankOptions())),
            ("32 positions, c = 4", Positions(32, 4)),
            ("dense, c = 4", Dense(new LowRankOptions { Rank = 4 })),
            ("dense, c = 1, batched products", Dense(new LowRankOptions { UseBatchedProducts = true })));
        var bare = measured[0];
        foreach (var row in measured) context.Row(row, $"{row.MedianCpu / bare.MedianCpu:0.000} of the bare pass in processor time");
        foreach (var row in measured[1..4]) context.Goal($"{row.Label} over bare pass, processor time", row.MedianCpu / bare.MedianCpu, Goal, atMost: true);

        Action Positions(int positions, int rank)
        {
            var (outputGradients, activations) = (randn(Batch, positions, Size), randn(Batch, positions, Size));
            return Repeat(() => LowRankFactorization.FromFactors(outputGradients, activations, new LowRankOptions { Rank = rank }, "block"));
        }

        Action Dense(LowRankOptions options) => Repeat(() => LowRankFactorization.FromMatrices(dense, options, "block"));
    }

    private static Action Repeat(Func<LowRankFactors> factor) => () =>
    {
        for (var module = 0; module < Modules; module++) factor().Dispose();
    };

    private static void Pass(Tensor[] weights, Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var hidden = mm(mm(inputs, weights[0].t()).relu(), weights[1].t()).relu();
        var loss = nn.functional.cross_entropy(mm(hidden, weights[2].t()), labels, reduction: nn.Reduction.Sum);
        autograd.grad([loss], weights);
    }
}
