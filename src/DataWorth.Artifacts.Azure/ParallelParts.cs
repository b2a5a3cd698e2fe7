using System.Runtime.ExceptionServices;

namespace DataWorth.Artifacts.Azure;

/// <summary>Transfers a large range in parts, several at a time.</summary>
internal static class ParallelParts
{
    private const int Block = 64 << 10;

    /// <summary>Handles all parts and returns when each has ended. After a failure no further part is begun, and the first failure is
    /// thrown.</summary>
    /// <remarks>On threads of its own: transfers block, and a pool that is as small as the machine would run fewer at a time than
    /// asked.</remarks>
    /// <param name="length">Bytes of the range.</param>
    /// <param name="partBytes">Bytes of a part, at least 1; the last is shorter.</param>
    /// <param name="degree">Parts at a time, at least 1.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    /// <param name="part">Handles the part at that offset, of that many bytes.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run(long length, int partBytes, int degree, CancellationToken cancellationToken, Action<long, int> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentOutOfRangeException.ThrowIfLessThan(partBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        var parts = (length + partBytes - 1) / partBytes;
        long next = -1;
        ExceptionDispatchInfo? failure = null;
        var helpers = new Task[Math.Max(0, Math.Min(degree, parts) - 1)];
        for (var index = 0; index < helpers.Length; index++)
        {
            helpers[index] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        Work();
        Task.WaitAll(helpers, CancellationToken.None);
        failure?.Throw();

        void Work()
        {
            try
            {
                for (
                    var index = Interlocked.Increment(ref next);
                    index < parts && Volatile.Read(ref failure) is null;
                    index = Interlocked.Increment(ref next)
                )
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    part(index * partBytes, (int)Math.Min(partBytes, length - (index * partBytes)));
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }
    }

    /// <summary>Bytes of a part so that all parts are about equally long: a rest of a few bytes would cost a transfer of its own.</summary>
    /// <param name="length">Bytes of the range, at least 0.</param>
    /// <param name="about">Bytes wanted of a part, at least 1; the answer is at most <see cref="MostEven"/>.</param>
    /// <returns>A multiple of 64 KiB.</returns>
    public static int Even(long length, int about)
    {
        var parts = Math.Max(1, (long)Math.Round((double)length / about));
        var even = (Math.Max(length, 1) + parts - 1) / parts;
        return (int)Math.Min((even + Block - 1) / Block * Block, MostEven(about));
    }

    /// <summary>The largest answer of <see cref="Even"/>, half as much again.</summary>
    /// <param name="about">Bytes wanted of a part, at least 1.</param>
    public static int MostEven(int about) => checked((int)Math.Min(Array.MaxLength / Block * Block, about + (about / 2L) + Block));
}
