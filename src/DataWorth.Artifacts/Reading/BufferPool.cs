namespace DataWorth.Artifacts;

/// <summary>Buffers that are used again for shard after shard.</summary>
internal sealed class BufferPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<NativeBuffer> _free = [];
    private bool _disposed;

    /// <summary>A buffer of at least as many bytes, and less than twice as many.</summary>
    public NativeBuffer Rent(long length)
    {
        lock (_lock)
        {
            int index = _free.FindIndex(buffer => buffer.Length >= length && buffer.Length / 2 <= length);
            if (index >= 0)
            {
                NativeBuffer found = _free[index];
                _free.RemoveAt(index);
                return found;
            }
        }

        return new NativeBuffer(length);
    }

    public void Return(NativeBuffer? buffer)
    {
        lock (_lock)
        {
            if (buffer is not null && !_disposed)
            {
                _free.Add(buffer);
                return;
            }
        }

        buffer?.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _free.ForEach(buffer => buffer.Dispose());
            _free.Clear();
        }
    }
}
