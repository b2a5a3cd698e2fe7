using System.Threading.Channels;

namespace DataWorth.Artifacts;

/// <summary>Produces items on a background thread while earlier ones are used.</summary>
public static class ReadAhead
{
    /// <summary>The items of a sequence in their order, made on one background thread that runs ahead of their use. The thread begins with
    /// the first item that is asked for.</summary>
    /// <remarks>Leaving the loop early stops the thread and waits for its end, so that what the sequence uses may be freed
    /// afterwards. Items that were produced and not asked for are dropped; the sequence's own <c>finally</c> blocks run on the
    /// thread.</remarks>
    /// <param name="source">The sequence; enumerated once per enumeration of the result.</param>
    /// <param name="ahead">Items that may wait for their use, at least 0; one more is in the making. With 0 the next item is made while one
    /// is used.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ahead"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. A failure of the sequence is thrown as it is, after the items before
    /// it.</exception>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source, int ahead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        return Run(source, ahead, cancellationToken);
    }

    private static IEnumerable<T> Run<T>(IEnumerable<T> source, int ahead, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(ahead + 1);
        var ready = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var thread = Task.Factory.StartNew(
            () => Produce(source, room, ready.Writer, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            while (WaitForItem(ready.Reader))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ready.Reader.TryRead(out var item);
                room.Release();
                yield return item!;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            stop.Cancel();
            thread.Wait(CancellationToken.None);
        }
    }

    /// <summary>Waits for an item; false at the end. A failure of the producer is thrown.</summary>
    private static bool WaitForItem<T>(ChannelReader<T> ready) => ready.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private static void Produce<T>(IEnumerable<T> source, SemaphoreSlim room, ChannelWriter<T> ready, CancellationToken stop)
    {
        try
        {
            room.Wait(stop);
            foreach (var item in source)
            {
                ready.TryWrite(item);
                room.Wait(stop);
            }

            ready.Complete();
        }
        catch (Exception exception)
        {
            ready.Complete(stop.IsCancellationRequested ? null : exception);
        }
    }
}
