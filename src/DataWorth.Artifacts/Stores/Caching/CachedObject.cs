using System.Buffers;

namespace DataWorth.Artifacts;

/// <summary>An object as its reader sees it through the cache: blocks that are there are read from disk, others are fetched and
/// kept.</summary>
internal sealed class CachedObject(IArtifactObject inner, BlockCache cache, CacheEntry entry) : IArtifactObject
{
    private const int FetchBytes = 64 << 20;
    private bool _disposed;

    public string Name => inner.Name;

    public long Length => inner.Length;

    public string? Version => inner.Version;

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(Name, Length, offset, destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        if (destination.IsEmpty)
        {
            return;
        }

        if (TryFetch(offset, destination.Length, out var served, cancellationToken) && entry.TryRead(offset, destination))
        {
            cache.CountServed(Math.Min(served, destination.Length));
            return;
        }

        // No room or a failing disk: past the cache.
        inner.Read(offset, destination, cancellationToken);
        cache.CountFetched(destination.Length);
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            cache.Return(entry);
            inner.Dispose();
        }
    }

    private bool TryFetch(long offset, long count, out long served, CancellationToken cancellationToken)
    {
        served = 0;
        var blockBytes = entry.BlockLength(0);
        var last = (int)((offset + count - 1) / blockBytes);
        lock (entry.Lock)
        {
            for (var block = (int)(offset / blockBytes); block <= last; )
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (IsWhole(block))
                {
                    served += entry.BlockLength(block);
                    block++;
                    continue;
                }

                var end = block + 1;
                long bytes = entry.BlockLength(block);
                while (end <= last && bytes + entry.BlockLength(end) <= FetchBytes && !IsWhole(end))
                {
                    bytes += entry.BlockLength(end++);
                }

                if (!TryFetchRun(block, end, (int)bytes, blockBytes, cancellationToken))
                {
                    return false;
                }

                block = end;
            }
        }

        return true;
    }

    private bool IsWhole(int block)
    {
        var whole = entry.IsWhole(block, out var damaged);
        if (damaged)
        {
            cache.CountDamaged();
        }

        return whole;
    }

    private bool TryFetchRun(int block, int end, int bytes, int blockBytes, CancellationToken cancellationToken)
    {
        if (!cache.TryReserve(bytes))
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            inner.Read((long)block * blockBytes, buffer.AsSpan(0, bytes), cancellationToken);
            cache.CountFetched(bytes);
            for (var index = block; index < end; index++)
            {
                if (!entry.TryWrite(index, buffer.AsSpan((index - block) * blockBytes, entry.BlockLength(index))))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
