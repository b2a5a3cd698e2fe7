using Blake3;
using Microsoft.Win32.SafeHandles;

namespace DataWorth.Artifacts;

/// <summary>The two files of a cached object, open.</summary>
internal sealed class CacheEntry : IDisposable
{
    private readonly string _indexPath;
    private readonly int _blockBytes;
    private readonly TimeProvider _time;
    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _index;
    private readonly byte[] _hashes;
    private readonly bool[] _checked;

    private CacheEntry(
        string key,
        string indexPath,
        long length,
        int blockBytes,
        SafeFileHandle data,
        SafeFileHandle index,
        TimeProvider time
    )
    {
        _time = time;
        Key = key;
        Length = length;
        _indexPath = indexPath;
        _blockBytes = blockBytes;
        _data = data;
        _index = index;
        BlockCount = (int)((length + blockBytes - 1) / blockBytes);
        _hashes = new byte[BlockCount * CachedFile.EntryBytes];
        _checked = new bool[BlockCount];
        var filled = 0;
        int read;
        while (filled < _hashes.Length && (read = RandomAccess.Read(index, _hashes.AsSpan(filled), filled)) > 0)
        {
            filled += read;
        }
    }

    public string Key { get; }

    public long Length { get; }

    public int BlockCount { get; }

    /// <summary>Objects that use the entry now; guarded by the cache's lock.</summary>
    public int Leases { get; set; }

    /// <summary>Held while blocks are looked at or fetched.</summary>
    public Lock Lock { get; } = new();

    public static CacheEntry? TryOpen(string folder, string key, long length, int blockBytes, TimeProvider time)
    {
        SafeFileHandle? data = null;
        SafeFileHandle? index = null;
        try
        {
            Directory.CreateDirectory(folder);
            var indexPath = Path.Combine(folder, key + CachedFile.IndexSuffix);
            data = File.OpenHandle(
                Path.Combine(folder, key + CachedFile.DataSuffix),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete
            );
            index = File.OpenHandle(indexPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(data) != length)
            {
                RandomAccess.SetLength(data, length);
            }

            return new CacheEntry(key, indexPath, length, blockBytes, data, index, time);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            data?.Dispose();
            index?.Dispose();
            return null;
        }
    }

    public int BlockLength(int block) => (int)Math.Min(_blockBytes, Length - ((long)block * _blockBytes));

    /// <summary>True when the block is there and its bytes match its hash (looked at once).</summary>
    public bool IsWhole(int block, out bool damaged)
    {
        damaged = false;
        if (_checked[block])
        {
            return true;
        }

        ReadOnlySpan<byte> expected = Hash(block);
        if (!expected.ContainsAnyExcept((byte)0))
        {
            return false;
        }

        var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(BlockLength(block));
        try
        {
            var found = bytes.AsSpan(0, BlockLength(block));
            _checked[block] = TryRead((long)block * _blockBytes, found) && IsHash(found, expected);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        }

        damaged = !_checked[block];
        return _checked[block];
    }

    /// <summary>Keeps a block; false when the disk refuses.</summary>
    public bool TryWrite(int block, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_data, bytes, (long)block * _blockBytes);
            Hasher.Hash(bytes, Hash(block));
            RandomAccess.Write(_index, Hash(block), (long)block * CachedFile.EntryBytes);
            _checked[block] = true;
            Touch(); // the write has set the system's time
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Hash(block).Clear();
            return false;
        }
    }

    public bool TryRead(long offset, Span<byte> destination)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                var count = RandomAccess.Read(_data, destination, offset);
                if (count == 0)
                {
                    return false;
                }

                offset += count;
                destination = destination[count..];
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Notes that the object was used now.</summary>
    public void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(_indexPath, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has just removed it; it will be fetched again next time.
        }
    }

    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }

    private static bool IsHash(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[CachedFile.EntryBytes];
        Hasher.Hash(bytes, found);
        return found.SequenceEqual(expected);
    }

    private Span<byte> Hash(int block) => _hashes.AsSpan(block * CachedFile.EntryBytes, CachedFile.EntryBytes);
}
