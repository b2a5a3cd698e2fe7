using System.Collections.Concurrent;

namespace DataWorth.Artifacts;

/// <summary>Buffers that are used again for shard after shard.</summary>
internal sealed class BufferPool : IDisposable
{
    private readonly ConcurrentBag<NativeBuffer> _free = [];
    private volatile bool _disposed;

    public NativeBuffer Rent(long length)
    {
        while (_free.TryTake(out NativeBuffer? buffer))
        {
            if (buffer.Length >= length)
            {
                return buffer;
            }

            buffer.Dispose();
        }

        return new NativeBuffer(length);
    }

    public void Return(NativeBuffer? buffer)
    {
        if (buffer is not null)
        {
            _free.Add(buffer);
            if (_disposed)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_free.TryTake(out NativeBuffer? buffer))
        {
            buffer.Dispose();
        }
    }
}
