using System.Globalization;

namespace DataWorth.Artifacts;

/// <summary>A shard that is being filled: one array laid out as its safetensors file, header included. For one thread at a time.</summary>
/// <remarks>Every byte of every tensor is to be written: what an earlier shard left in the array is not cleared.</remarks>
public sealed class ShardBuffer : IDisposable
{
    private readonly Action<ShardMemory> _giveBack;
    private ShardMemory? _memory;

    internal ShardBuffer(ArtifactWriter owner, int index, Action<ShardMemory> giveBack)
    {
        _giveBack = giveBack;
        Index = index;
        FirstRow = (long)index * owner.RowsPerShard;
        Rows = (int)Math.Min(owner.RowsPerShard, owner.RowCount - FirstRow);
        var metadata = new Dictionary<string, string>
        {
            ["artifact"] = owner.Key.ToString(),
            ["shard"] = index.ToString(CultureInfo.InvariantCulture),
            ["first_row"] = FirstRow.ToString(CultureInfo.InvariantCulture),
        };
        Header = SafetensorsHeader.Create(owner.Layout.Select(layout => layout.Rows(Rows)), metadata);
        if (Header.FileLength > Array.MaxLength)
        {
            throw Throw.ShardTooLarge(owner.Key.Object(ArtifactFiles.Shard(index)), Rows, Header.FileLength);
        }

        _memory = ShardMemory.Rent(owner.Layout, Header.FileLength);
        Header.ToBytes().CopyTo(Bytes);
    }

    /// <summary>Index of the shard, from 0.</summary>
    public int Index { get; }

    /// <summary>Index in the artifact of the shard's first row.</summary>
    public long FirstRow { get; }

    /// <summary>Rows of the shard.</summary>
    public int Rows { get; }

    /// <summary>The ids of the rows, one for each.</summary>
    public IReadOnlyList<string> Ids { get; set; } = [];

    /// <summary>The array that holds the tensors (<see cref="Offset"/>): it does not move, and its elements have the type of the widest rows.</summary>
    /// <exception cref="ObjectDisposedException">The shard was committed or dropped.</exception>
    public Array Array => Memory.Array;

    /// <summary>The file's bytes.</summary>
    /// <exception cref="ObjectDisposedException">The shard was committed or dropped.</exception>
    public Span<byte> Bytes => Memory.Bytes((int)Header.FileLength);

    internal SafetensorsHeader Header { get; }

    private ShardMemory Memory =>
        _memory ?? throw new ObjectDisposedException(nameof(ShardBuffer), $"Shard {Index} was committed or dropped.");

    /// <summary>The rows of a tensor, [Rows, shape...].</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    public Span<byte> this[string tensor]
    {
        get
        {
            var place = Header.Require(tensor);
            return Bytes.Slice((int)place.Offset, (int)place.ByteCount);
        }
    }

    /// <summary>Where a tensor's first byte lies in <see cref="Array"/>, in bytes: a multiple of its element's size.</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    public int Offset(string tensor) => Memory.Start + (int)Header.Require(tensor).Offset;

    /// <summary>Drops the shard unless it was committed: nothing of it is visible, and it may be begun again.</summary>
    public void Dispose()
    {
        if (Take() is { } memory)
        {
            _giveBack(memory);
        }
    }

    /// <summary>Takes the memory away from the one who filled them; null when that was done before.</summary>
    internal ShardMemory? Take() => Interlocked.Exchange(ref _memory, null);
}
