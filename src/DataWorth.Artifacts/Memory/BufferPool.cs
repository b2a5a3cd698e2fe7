namespace DataWorth.Artifacts;

/// <summary>The process's large buffers, used again for shard after shard and pass after pass.</summary>
/// <remarks>The system clears the pages of new memory, which costs about as much as filling them; repeated passes over an artifact would
/// pay it each time.</remarks>
internal static class BufferPool
{
    /// <summary>How long a buffer waits for its next use, at least, before its memory goes back to the system; at most twice as
    /// long.</summary>
    public const int IdleMilliseconds = 10_000;

    /// <summary>Most bytes that may wait; what exceeds them goes back at once.</summary>
    public const long MaxIdleBytes = 512L << 20;

    private static readonly Lock s_lock = new();
    private static readonly List<(NativeBuffer Buffer, long Since)> s_idle = [];
    private static readonly Timer s_timer = new(_ => Release(Environment.TickCount64 - IdleMilliseconds));
    private static long s_idleBytes;

    /// <summary>Bytes that wait.</summary>
    public static long IdleBytes
    {
        get
        {
            lock (s_lock)
            {
                return s_idleBytes;
            }
        }
    }

    /// <summary>A buffer of at least as many bytes, and at most twice as many; what is in it is left over.</summary>
    public static NativeBuffer Rent(long length)
    {
        lock (s_lock)
        {
            // The one that was used last may still be in the processor's cache.
            var index = s_idle.FindLastIndex(idle => idle.Buffer.Length >= length && idle.Buffer.Length / 2 <= length);
            if (index >= 0)
            {
                var found = s_idle[index].Buffer;
                s_idle.RemoveAt(index);
                s_idleBytes -= found.Length;
                return found;
            }
        }

        return new NativeBuffer(length);
    }

    /// <summary>Takes a buffer that nobody uses any more; null is nothing.</summary>
    /// <exception cref="InvalidOperationException">It was given back before: two users would get the same memory.</exception>
    public static void Return(NativeBuffer? buffer)
    {
        if (buffer is null)
        {
            return;
        }

        lock (s_lock)
        {
            if (s_idle.Exists(idle => ReferenceEquals(idle.Buffer, buffer)))
            {
                throw new InvalidOperationException($"A buffer of {buffer.Length} bytes was given back twice.");
            }

            if (s_idleBytes + buffer.Length <= MaxIdleBytes)
            {
                s_idle.Add((buffer, Environment.TickCount64));
                s_idleBytes += buffer.Length;
                if (s_idle.Count == 1)
                {
                    // Otherwise the timer runs already; to begin again at each return would never let it end.
                    s_timer.Change(IdleMilliseconds, Timeout.Infinite);
                }

                return;
            }
        }

        buffer.Dispose();
    }

    /// <summary>Gives back the memory of the buffers that have waited since then or longer.</summary>
    /// <param name="since">A time of <see cref="Environment.TickCount64"/>.</param>
    public static void Release(long since)
    {
        lock (s_lock)
        {
            foreach ((var buffer, _) in s_idle.Where(idle => idle.Since <= since))
            {
                s_idleBytes -= buffer.Length;
                buffer.Dispose();
            }

            s_idle.RemoveAll(idle => idle.Since <= since);
            if (s_idle.Count > 0)
            {
                s_timer.Change(IdleMilliseconds, Timeout.Infinite);
            }
        }
    }
}
