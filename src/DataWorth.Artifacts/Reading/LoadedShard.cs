using System.Buffers;

namespace DataWorth.Artifacts;

/// <summary>A whole shard in memory, checked; valid until the next one of <see cref="ArtifactReader.Shards"/> is asked for.</summary>
public sealed class LoadedShard
{
    private readonly SafetensorsHeader _header;
    private byte[]? _bytes;

    internal LoadedShard(int index, ArtifactShard info, SafetensorsHeader header, byte[] bytes)
    {
        _header = header;
        _bytes = bytes;
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

    /// <summary>The file's bytes, from the array's first on; the array may be longer.</summary>
    /// <exception cref="ObjectDisposedException">A later shard was asked for.</exception>
    public byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(LoadedShard), $"Shard {Index} is not valid any more.");

    /// <summary>The rows of a tensor, [Rows, shape...].</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">A later shard was asked for.</exception>
    public ReadOnlySpan<byte> this[string tensor]
    {
        get
        {
            var place = _header.Require(tensor);
            return Bytes.AsSpan((int)place.Offset, (int)place.ByteCount);
        }
    }

    /// <summary>Where a tensor's first byte lies in <see cref="Bytes"/>: a multiple of its element's size.</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    public int Offset(string tensor) => (int)_header.Require(tensor).Offset;

    /// <summary>Gives the array back to its pool.</summary>
    internal void Return()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
