using System.Diagnostics;
using static TorchSharp.torch;

namespace DataWorth.Cli.Commands.Run;

/// <summary>How much of its speed a processor core of this machine keeps when the others are busy too.</summary>
internal static class CoreSharing
{
    private const int Size = 384; // three matrices of 576 KiB: of a layer, not of a benchmark
    private const double Seconds = 0.3;

    /// <summary>Measures it: matrix products of one thread alone, and of as many threads as cores.</summary>
    /// <param name="cores">The cores, at least 1.</param>
    /// <returns>From 1/cores to 1.</returns>
    public static double Measure(int cores)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            var alone = Products(1);
            return Math.Clamp(Products(cores) / cores / alone, 1.0 / cores, 1);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    // Of all threads together.
    private static double Products(int count)
    {
        using Barrier start = new(count);
        var products = new double[count];
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, count)
                .Select(index => new Thread(() =>
                {
                    using var scope = NewDisposeScope();
                    using var off = no_grad();
                    set_num_threads(1);
                    var (a, b) = (ones(Size, Size), ones(Size, Size));
                    mm(a, b).Dispose();
                    start.SignalAndWait();
                    for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < Seconds; products[index]++)
                    {
                        mm(a, b).Dispose();
                    }
                })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return products.Sum();
    }
}
