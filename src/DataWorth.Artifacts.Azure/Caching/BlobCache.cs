using System.Security.Cryptography;
using System.Text;

namespace DataWorth.Artifacts.Azure;

/// <summary>A bounded cache of blobs in a folder, shared by processes; the least recently opened blobs go first.</summary>
/// <remarks>
/// <code>
/// KEY.data    the blob's bytes at their places, a sparse file of the blob's length
/// KEY.index   16 bytes per block: XxHash128 of the block, or zeros when it is not there
/// </code>
/// KEY is the SHA-256 of the blob's address, ETag, length and block size, so that another version of a blob never meets an old one's bytes.
/// Data is written
/// before its index entry, and every block is compared with its hash when a process first uses it.
/// </remarks>
internal sealed class BlobCache : IDisposable
{
    private const int MostOpen = 256;

    private readonly string _folder;
    private readonly long _limit;
    private readonly int _blockBytes;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private long _held = -1;
    private long _served;
    private long _downloaded;
    private long _evicted;
    private long _damaged;

    public BlobCache(string folder, long limit, int blockBytes)
    {
        _folder = Path.GetFullPath(folder);
        _limit = limit;
        _blockBytes = blockBytes;
    }

    public BlobCacheStatistics Statistics =>
        new(
            Interlocked.Read(ref _served),
            Interlocked.Read(ref _downloaded),
            Interlocked.Read(ref _evicted),
            Interlocked.Read(ref _damaged)
        );

    /// <summary>Leases the place of a blob; null when it cannot fit or the folder cannot be used.</summary>
    public CachedBlob? TryOpen(string address, string version, long length)
    {
        if (length == 0 || length > _limit)
        {
            return null;
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{version}\n{length}\n{_blockBytes}")))[..40];
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = CacheEntry.TryOpen(_folder, key, length, _blockBytes);
                if (entry is null)
                {
                    return null;
                }

                _entries.Add(key, entry);
                CloseIdle(MostOpen);
            }

            entry.Leases++;
            entry.Touch();
            return new CachedBlob(this, entry);
        }
    }

    public void Return(CacheEntry entry)
    {
        lock (_lock)
        {
            entry.Leases--;
        }
    }

    public void CountServed(long bytes) => Interlocked.Add(ref _served, bytes);

    public void CountDownloaded(long bytes) => Interlocked.Add(ref _downloaded, bytes);

    public void CountDamaged() => Interlocked.Increment(ref _damaged);

    /// <summary>Makes room for more bytes by removing the blobs that were opened longest ago.</summary>
    /// <returns>False when blobs in use leave too little room: the bytes are then not to be cached.</returns>
    public bool TryReserve(long bytes)
    {
        lock (_lock)
        {
            if (_held < 0 || _held + bytes > _limit)
            {
                _held = MakeRoom(bytes);
            }

            if (_held + bytes > _limit)
            {
                return false;
            }

            _held += bytes;
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Dispose();
            }

            _entries.Clear();
        }
    }

    private long MakeRoom(long bytes)
    {
        var files = CachedFile.List(_folder, _blockBytes);
        var held = files.Sum(file => file.Bytes);
        foreach (var file in files.OrderBy(file => file.LastUsed))
        {
            // A tenth below the limit, so that the folder is not listed for every block.
            if (held + bytes <= _limit - (_limit / 10))
            {
                break;
            }

            if (_entries.TryGetValue(file.Key, out var entry))
            {
                if (entry.Leases > 0)
                {
                    continue;
                }

                entry.Dispose();
                _entries.Remove(file.Key);
            }

            if (file.TryDelete())
            {
                held -= file.Bytes;
                Interlocked.Add(ref _evicted, file.Bytes);
            }
        }

        return held;
    }

    private void CloseIdle(int most)
    {
        foreach (var entry in _entries.Values.Where(entry => entry.Leases == 0).Take(_entries.Count - most).ToList())
        {
            entry.Dispose();
            _entries.Remove(entry.Key);
        }
    }
}
