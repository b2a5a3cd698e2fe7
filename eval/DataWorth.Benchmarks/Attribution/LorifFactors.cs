using DataWorth.LinearAlgebra;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What LoRIF's factorisation of a whole data set costs, against the bare pass over it: for gradients of one position as the
/// perceptron has them, and for dense ones.</summary>
public sealed class LorifFactors : IBenchmark
{
    private const int Examples = 6000;
    private const int BatchSize = 256;
    private const int Side = 64;
    private const int Modules = 3;

    /// <inheritdoc/>
    public string Name => "lorif-factors";

    /// <inheritdoc/>
    public string Description =>
        "rank-1 factors of 6,000 examples, three gradients of 64 x 64 each, against the bare pass of the perceptron 784-512-256-10";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var problem = new RandomProblem([784, 512, 256, 10], Examples, 1);
        var batches = problem.Batches(BatchSize);
        using var scope = NewDisposeScope();
        var dense = randn(BatchSize, Side, Side);
        var measured = context.MeasureTogether(
            1,
            1,
            ("bare forward + backward, all weights", () => problem.Pass(batches)),
            ("factors, 1 position (the perceptron's own)", Factors(batches, 1)),
            ("factors, 8 positions", Factors(batches, 8)),
            (
                "factors, dense gradients",
                Repeat(batches, rows => LowRankFactorization.FromMatrices(dense.narrow(0, 0, rows), new LowRankOptions(), "block"))
            )
        );
        foreach (var row in measured)
        {
            context.Row(row, $"{row.MedianCpu / measured[0].MedianCpu:0.000} of the bare pass in processor time");
        }

        foreach (var row in measured[1..])
        {
            context.Goal($"{row.Label} / bare pass", BenchmarkContext.Ratio(row, measured[0]), 0.5, atMost: true);
        }
    }

    private static Action Factors(List<(Tensor Inputs, Tensor Labels)> batches, int positions)
    {
        var (gradients, activations) = (randn(BatchSize, positions, Side), randn(BatchSize, positions, Side));
        return Repeat(
            batches,
            rows =>
                LowRankFactorization.FromFactors(
                    gradients.narrow(0, 0, rows),
                    activations.narrow(0, 0, rows),
                    new LowRankOptions(),
                    "block"
                )
        );
    }

    private static Action Repeat(List<(Tensor Inputs, Tensor Labels)> batches, Func<long, LowRankFactors> factor) =>
        () =>
        {
            foreach (var (inputs, _) in batches)
            {
                using var scope = NewDisposeScope();
                for (var module = 0; module < Modules; module++)
                {
                    factor(inputs.shape[0]).Dispose();
                }
            }
        };
}
