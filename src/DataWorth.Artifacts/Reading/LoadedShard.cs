namespace DataWorth.Artifacts;

/// <summary>Consecutive rows of a shard in memory, checked: the whole shard where it is read for the first time, else a piece of it that
/// stays in the processor's cache. Valid until the next one of <see cref="ArtifactReader.Shards"/> is asked for.</summary>
public sealed class LoadedShard
{
    private readonly IReadOnlyDictionary<string, (int Offset, int Bytes)> _places;
    private ShardMemory? _memory;

    internal LoadedShard(
        int index,
        long firstRow,
        int rows,
        IReadOnlyDictionary<string, (int Offset, int Bytes)> places,
        ShardMemory memory
    )
    {
        (Index, FirstRow, Rows, _places, _memory) = (index, firstRow, rows, places, memory);
    }

    /// <summary>Index of the shard, from 0.</summary>
    public int Index { get; }

    /// <summary>Index in the artifact of the first row.</summary>
    public long FirstRow { get; }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>The array that holds the rows of all tensors (<see cref="Offset"/>): it does not move, and its elements have the type of
    /// the widest rows.</summary>
    /// <exception cref="ObjectDisposedException">Later rows were asked for.</exception>
    public Array Array => Memory.Array;

    /// <summary>The rows of a tensor, [Rows, shape...].</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">Later rows were asked for.</exception>
    public ReadOnlySpan<byte> this[string tensor]
    {
        get
        {
            var (offset, bytes) = Place(tensor);
            return Memory.Bytes(offset + bytes)[offset..];
        }
    }

    /// <summary>Where a tensor's first byte lies in <see cref="Array"/>, in bytes: a multiple of its element's size.</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    public int Offset(string tensor) => Memory.Start + Place(tensor).Offset;

    /// <summary>Takes the memory away: the rows are not valid any more.</summary>
    internal ShardMemory? Take() => Interlocked.Exchange(ref _memory, null);

    private ShardMemory Memory =>
        _memory ?? throw new ObjectDisposedException(nameof(LoadedShard), $"Shard {Index} is not valid any more.");

    private (int Offset, int Bytes) Place(string tensor) =>
        _places.TryGetValue(tensor, out var place)
            ? place
            : throw new ArgumentException($"There is no tensor '{tensor}'. Tensors: {string.Join(", ", _places.Keys)}.", nameof(tensor));
}
