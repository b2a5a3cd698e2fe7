using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Data;

namespace DataWorth.Stages;

/// <summary>The rows of an artifact in order, lent from the blocks of a scan: the next blocks are fetched and checked meanwhile.</summary>
/// <param name="reader">The artifact; its first blocks are under way from now on.</param>
/// <param name="range">The rows that will be asked for.</param>
/// <param name="pieceRows">Rows that are read at a time, where the shard was checked before.</param>
/// <param name="readAhead">Blocks fetched ahead.</param>
/// <param name="cancellationToken">Stops the scan.</param>
internal sealed class ScanCursor(ArtifactReader reader, RowRange range, int pieceRows, int readAhead, CancellationToken cancellationToken)
    : IDisposable
{
    private readonly IEnumerator<LoadedShard> _blocks = Shards(reader, range, pieceRows, readAhead, cancellationToken).GetEnumerator();
    private LoadedShard? _block;

    /// <summary>Moves on to the block that holds a row; rows before it cannot be asked for any more.</summary>
    /// <returns>Number of rows from this one to the end of the block.</returns>
    public int MoveTo(long row)
    {
        while (_block is null || row >= _block.FirstRow + _block.Rows)
        {
            _block = _blocks.MoveNext()
                ? _blocks.Current
                : throw new ArgumentOutOfRangeException(nameof(row), row, $"'{reader.Key}' has {reader.RowCount} rows.");
        }

        return (int)(_block.FirstRow + _block.Rows - row);
    }

    /// <summary>Rows of a tensor of the block, valid until the next <see cref="MoveTo"/>; the caller's. In place where the block's array
    /// has the tensor's type, else a copy.</summary>
    public Tensor Rows(StoredTensor tensor, long row, int count)
    {
        var first = (int)(row - _block!.FirstRow);
        if (View(_block.Array, _block.Offset(tensor.Name), tensor, first, count) is { } view)
        {
            return view;
        }

        var copy = empty([count, .. tensor.RowShape], tensor.Type, CPU).DetachFromDisposeScope();
        var rowBytes = checked((int)tensor.RowBytes);
        _block[tensor.Name].Slice(first * rowBytes, count * rowBytes).CopyTo(copy.bytes);
        return copy;
    }

    public void Dispose() => _blocks.Dispose();

    private static Tensor? View(Array array, long offset, StoredTensor tensor, int first, int count)
    {
        if (ElementType(array) != tensor.Type || offset % ElementSize(tensor) != 0)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var rowElements = tensor.RowBytes / ElementSize(tensor);
        return frombuffer(array, tensor.Type, count * rowElements, (offset / ElementSize(tensor)) + (first * rowElements))
            .view([count, .. tensor.RowShape])
            .DetachFromDisposeScope();
    }

    private static int ElementSize(StoredTensor tensor) => StorageTypes.ToFile(tensor.Type).Size();

    // frombuffer views arrays of its own element type, and copies all others.
    private static ScalarType? ElementType(Array array) =>
        array switch
        {
            double[] => ScalarType.Float64,
            float[] => ScalarType.Float32,
            Half[] => ScalarType.Float16,
            sbyte[] => ScalarType.Int8,
            _ => null,
        };

    private static IEnumerable<LoadedShard> Shards(
        ArtifactReader reader,
        RowRange range,
        int pieceRows,
        int readAhead,
        CancellationToken stop
    )
    {
        var perShard = reader.Manifest.RowsPerShard;
        var first = (int)(range.First / perShard);
        var end = (int)((Math.Min(range.End, reader.RowCount) + perShard - 1) / perShard);
        return reader.Shards(first, Math.Max(0, end - first), readAhead, pieceRows, stop);
    }
}
