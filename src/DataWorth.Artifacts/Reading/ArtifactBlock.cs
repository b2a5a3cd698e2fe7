namespace DataWorth.Artifacts;

/// <summary>The rows of one shard in memory, lent by <see cref="ArtifactReader.Scan"/> until the next block is asked for.</summary>
/// <remarks>Addresses do not move, so native code may read the rows where they are: a file is memory-mapped, other objects lie in a reused
/// buffer.</remarks>
public sealed class ArtifactBlock
{
    private readonly ArtifactReader _owner;
    private readonly LoadedShard _shard;

    internal ArtifactBlock(ArtifactReader owner, LoadedShard shard)
    {
        _owner = owner;
        _shard = shard;
    }

    /// <summary>Index in the artifact of the block's first row.</summary>
    public long FirstRow => _shard.Info.FirstRow;

    /// <summary>Rows of the block.</summary>
    public int RowCount => _shard.Info.Rows;

    /// <summary>All rows of one tensor, [RowCount, shape...].</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows have more than 2^31 bytes; take fewer at once.</exception>
    public ReadOnlySpan<byte> Rows(string tensor) => Rows(tensor, 0, RowCount);

    /// <summary>Some rows of one tensor, [rowCount, shape...].</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <param name="firstRow">The first row, counted within the block.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not within the block, or have more than 2^31 bytes.</exception>
    public unsafe ReadOnlySpan<byte> Rows(string tensor, int firstRow, int rowCount)
    {
        var rowBytes = _owner.FindLayout(tensor).RowBytes;
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow, RowCount - rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount * rowBytes, int.MaxValue, nameof(rowCount));
        return new ReadOnlySpan<byte>((byte*)Address(tensor) + (firstRow * rowBytes), (int)(rowCount * rowBytes));
    }

    /// <summary>Address of the first row of one tensor, for native code; aligned to its element.</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">A later block was asked for.</exception>
    public nint Address(string tensor)
    {
        if (!_shard.Header.TryGet(tensor, out var place))
        {
            Throw.NotInLayout(tensor, _owner.Layout);
        }

        return _shard.Address(place.Offset);
    }
}
