using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;

namespace DataWorth.Cli.Commands.Store;

/// <summary>Goes over things in a store byte by byte, with one bar for all.</summary>
internal static class StorePass
{
    /// <summary>Does something with each.</summary>
    /// <param name="name">What is done, for the bar.</param>
    /// <param name="items">The things.</param>
    /// <param name="context">Streams and cancellation.</param>
    /// <param name="step">Does it with one; told to report its bytes.</param>
    public static IReadOnlyList<T> Over<T>(
        string name,
        IReadOnlyList<StoreItem> items,
        CommandContext context,
        Func<StoreItem, IProgress<long>, T> step
    )
    {
        var display = ProgressDisplay.For(context.Console);
        return display.Run(() =>
        {
            List<T> results = [];
            long done = 0;
            using var stage = display.Begin(name, "bytes", items.Sum(item => item.Bytes));
            foreach (var item in items)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                results.Add(step(item, new Bytes(stage, done, $"{results.Count + 1}/{items.Count}")));
                // Manifest and ids are not reported byte by byte.
                stage.Report(done += item.Bytes, $"{results.Count}/{items.Count}");
            }

            stage.Report(Math.Max(1, done), $"{results.Count}/{items.Count}");
            return results;
        });
    }

    // On the thread that did them, after those of the things before.
    private sealed class Bytes(IProgressStage stage, long before, string detail) : IProgress<long>
    {
        public void Report(long value) => stage.Report(before + value, detail);
    }
}
