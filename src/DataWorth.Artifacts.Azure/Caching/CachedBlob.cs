using System.Diagnostics.CodeAnalysis;

namespace DataWorth.Artifacts.Azure;

/// <summary>A blob as its reader sees it through the cache: blocks that are there are read from disk, others are fetched and
/// kept.</summary>
internal sealed class CachedBlob(BlobCache cache, CacheEntry entry) : IDisposable
{
    private const int FetchBytes = 64 << 20;
    private bool _disposed;

    /// <summary>Reads bytes; the range lies within the blob.</summary>
    public void Read(long offset, Span<byte> destination, BlobRangeReader download, CancellationToken cancellationToken)
    {
        if (TryFetch(offset, destination.Length, download, cancellationToken, out var served) && entry.TryRead(offset, destination))
        {
            cache.CountServed(Math.Min(served, destination.Length));
            return;
        }

        // No room or a failing disk: past the cache.
        download(offset, destination);
        cache.CountDownloaded(destination.Length);
    }

    /// <summary>Fetches what is missing and maps the whole blob; false when there is no room for it.</summary>
    public bool TryMap(BlobRangeReader download, [NotNullWhen(true)] out ArtifactMapping? mapping)
    {
        mapping = null;
        if (!TryFetch(0, entry.Length, download, CancellationToken.None, out var served))
        {
            return false;
        }

        try
        {
            mapping = entry.Map();
            cache.CountServed(served);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            cache.Return(entry);
        }
    }

    private bool TryFetch(long offset, long count, BlobRangeReader download, CancellationToken cancellationToken, out long served)
    {
        served = 0;
        var blockBytes = entry.BlockLength(0);
        var first = (int)(offset / blockBytes);
        var last = (int)((offset + count - 1) / blockBytes);
        lock (entry.Lock)
        {
            for (var block = first; block <= last; )
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

                if (!TryFetchRun(block, end, (int)bytes, blockBytes, download))
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

    private bool TryFetchRun(int block, int end, int bytes, int blockBytes, BlobRangeReader download)
    {
        if (!cache.TryReserve(bytes))
        {
            return false;
        }

        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            download((long)block * blockBytes, buffer.AsSpan(0, bytes));
            cache.CountDownloaded(bytes);
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
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
