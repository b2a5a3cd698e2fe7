using System.Text;

namespace DataWorth.Artifacts;

/// <summary>A bounded cache of objects in a folder, shared by processes; the least recently opened objects go first.</summary>
/// <remarks>
/// <code>
/// KEY.data    the object's bytes at their places, a sparse file of the object's length
/// KEY.index   16 bytes per block: the beginning of the block's BLAKE3 hash, or zeros when it is not there
/// </code>
/// KEY is the BLAKE3 hash of the object's address, version, length and block size, so that another version never meets an old one's bytes.
/// Data is written before its index entry, and every block is compared with its hash when a process first uses it.
/// </remarks>
internal sealed class BlockCache : IDisposable
{
    private const int MostOpen = 256;

    private readonly string _folder;
    private readonly long _limit;
    private readonly int _blockBytes;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private long _held = -1;
    private long _served;
    private long _fetched;
    private long _evicted;
    private long _damaged;

    public BlockCache(string folder, long limit, int blockBytes, TimeProvider time)
    {
        _time = time;
        _folder = Path.GetFullPath(folder);
        _limit = limit;
        _blockBytes = blockBytes;
    }

    public CacheStatistics Statistics =>
        new(Interlocked.Read(ref _served), Interlocked.Read(ref _fetched), Interlocked.Read(ref _evicted), Interlocked.Read(ref _damaged));

    /// <summary>Leases the place of an object; null when it cannot fit or the folder cannot be used.</summary>
    public CacheEntry? TryOpen(string address, string version, long length)
    {
        if (length == 0 || length > _limit)
        {
            return null;
        }

        var key = ContentDigest.Of(Encoding.UTF8.GetBytes($"{address}\n{version}\n{length}\n{_blockBytes}"))[ContentDigest.Prefix.Length..][
            ..40
        ];
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = CacheEntry.TryOpen(_folder, key, length, _blockBytes, _time);
                if (entry is null)
                {
                    return null;
                }

                _entries.Add(key, entry);
                CloseIdle(MostOpen);
            }

            entry.Leases++;
            entry.Touch();
            return entry;
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

    public void CountFetched(long bytes) => Interlocked.Add(ref _fetched, bytes);

    public void CountDamaged() => Interlocked.Increment(ref _damaged);

    /// <summary>Makes room for more bytes by removing the objects that were opened longest ago.</summary>
    /// <returns>False when objects in use leave too little room: the bytes are then not to be cached.</returns>
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
