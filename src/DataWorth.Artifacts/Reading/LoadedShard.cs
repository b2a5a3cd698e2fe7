namespace DataWorth.Artifacts;

/// <summary>A whole shard in memory, checked; valid until the next one of <see cref="ArtifactReader.Shards"/> is asked for.</summary>
public sealed class LoadedShard
{
    private readonly SafetensorsHeader _header;
    private readonly long _length;
    private Array? _array;

    internal LoadedShard(int index, ArtifactShard info, SafetensorsHeader header, Array array)
    {
        _header = header;
        (_length, _array) = (info.Bytes, array);
        Index = index;
        FirstRow = info.FirstRow;
        Rows = info.Rows;
    }

    /// <summary>Index of the shard, from 0.</summary>
    public int Index { get; }

    /// <summary>Index in the artifact of the shard's first row.</summary>
    public long FirstRow { get; }

    /// <summary>Rows of the shard.</summary>
    public int Rows { get; }

    /// <summary>The array that holds the file's bytes from its first on: it does not move, and its elements have the type of the widest
    /// rows.</summary>
    /// <exception cref="ObjectDisposedException">A later shard was asked for.</exception>
    public Array Array => _array ?? throw new ObjectDisposedException(nameof(LoadedShard), $"Shard {Index} is not valid any more.");

    /// <summary>The rows of a tensor, [Rows, shape...].</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">A later shard was asked for.</exception>
    public ReadOnlySpan<byte> this[string tensor]
    {
        get
        {
            var place = _header.Require(tensor);
            return ShardMemory.Bytes(Array, (int)_length).Slice((int)place.Offset, (int)place.ByteCount);
        }
    }

    /// <summary>Where a tensor's first byte lies, in bytes: a multiple of its element's size.</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    public int Offset(string tensor) => (int)_header.Require(tensor).Offset;

    /// <summary>Takes the array away: the shard is not valid any more.</summary>
    internal Array? Take() => Interlocked.Exchange(ref _array, null);
}
