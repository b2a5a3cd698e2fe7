using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Package;

/// <summary>What one call through TorchSharp costs where libtorch has next to nothing to do.</summary>
public sealed class CallOverhead : IBenchmark
{
    private const int Calls = 100_000;

    /// <inheritdoc/>
    public string Name => "call-overhead";

    /// <inheritdoc/>
    public string Description => "operators on 4x4 tensors, from C#, with the tensor object that they return";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var a = ones(4, 4);
        using var b = ones(4, 4);
        using var mode = no_grad();
        (string, Action)[] subjects =
        [
            ("a + b, disposed", () => (a + b).Dispose()),
            ("a + 2.0, disposed", () => (a + 2.0).Dispose()),
            ("a.matmul(b), disposed", () => a.matmul(b).Dispose()),
            ("a.view(16), disposed", () => a.view(16).Dispose()),
            ("a.add_(b)", () => a.add_(b)),
            ("a.dtype", () => _ = a.dtype),
            ("10 x a + b in a dispose scope", () => TenInScope(a, b)),
        ];
        // Enough calls for the second tier of the compiler before anything counts.
        foreach (var (_, run) in subjects)
        {
            for (var i = 0; i < Calls; i++)
            {
                run();
            }
        }

        var measured = context.MeasureTogether(Calls, 1, subjects);
        foreach (var row in measured)
        {
            context.Row(row);
        }

        context.Goal("a + b, processor time of one call", measured[0].BestCpu * 1e6, 1.2, atMost: true, " us");
    }

    private static void TenInScope(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 10; i++)
        {
            _ = a + b;
        }
    }
}
