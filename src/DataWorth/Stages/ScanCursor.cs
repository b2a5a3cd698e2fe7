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

    /// <summary>Rows of a tensor of the block, valid until the next <see cref="MoveTo"/>; the caller's.</summary>
    public Tensor Rows(StoredTensor tensor, long row, int count) =>
        ShardTensors.Rows(_block!, tensor, (int)(row - _block!.FirstRow), count);

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

    public void Dispose() => _blocks.Dispose();
}
