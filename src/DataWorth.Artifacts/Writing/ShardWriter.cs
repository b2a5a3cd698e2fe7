namespace DataWorth.Artifacts;

/// <summary>Takes the rows of one shard. For one thread at a time; several shards may be open at once.</summary>
/// <remarks>
/// Rows of each tensor of the layout, and ids, are appended independently and in any portions; at <see cref="Commit"/> all must have come
/// to the same count.
/// Bytes are copied before a call returns, unless they are lent; hashing and writing happen on the writer's own thread. An error there is
/// thrown by the next call.
/// </remarks>
public sealed class ShardWriter : IDisposable
{
    private readonly ArtifactWriter _owner;
    private readonly int? _expectedRows;
    private readonly List<string> _ids = [];
    private readonly ShardTensor[] _tensors;
    private readonly ShardOutput _output;
    private bool _closed;

    internal ShardWriter(ArtifactWriter owner, int index, int? expectedRows)
    {
        _owner = owner;
        Index = index;
        _expectedRows = expectedRows;
        _output = new ShardOutput(owner, index, expectedRows);
        _tensors =
        [
            .. owner.Layout.Select(layout => new ShardTensor(
                layout,
                _output,
                _output.Streamed == layout.Name,
                expectedRows ?? owner.RowsPerShard
            )),
        ];
    }

    /// <summary>Index of the shard, from 0.</summary>
    public int Index { get; }

    /// <summary>Index in the artifact of the shard's first row.</summary>
    public long FirstRow => (long)Index * _owner.RowsPerShard;

    /// <summary>Rows that the shard must get; when the artifact's row count is unknown, the most that it can take.</summary>
    public int RowCount => _expectedRows ?? _owner.RowsPerShard;

    /// <summary>Appends ids of rows.</summary>
    /// <param name="ids">The ids of the next rows.</param>
    /// <exception cref="InvalidOperationException">The shard has no room for as many.</exception>
    public void AppendIds(IEnumerable<string> ids)
    {
        ThrowIfClosed();
        foreach (var id in ids)
        {
            ArgumentNullException.ThrowIfNull(id, nameof(ids));
            _ids.Add(id);
        }

        if (_ids.Count > RowCount)
        {
            Throw.TooManyRows(_output.Name, "ids", RowCount, _ids.Count);
        }
    }

    /// <summary>Appends rows of one tensor; waits while all buffers are full, and before a shard's first rows for the shards before it
    /// (<see cref="ArtifactWriterOptions.MaxPendingShards"/>).</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <param name="rows">The bytes of the next rows, a whole number of them: [rows, shape...].</param>
    /// <param name="cancellationToken">Cancels the wait; the shard can only be disposed afterwards.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor, or the bytes are no whole number of rows.</exception>
    /// <exception cref="InvalidOperationException">The shard has no room for as many rows.</exception>
    /// <exception cref="ArtifactStorageException">An earlier write failed.</exception>
    public void Append(string tensor, ReadOnlySpan<byte> rows, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        _owner.ThrowIfFailed();
        Find(tensor).Append(rows, cancellationToken);
    }

    /// <summary>Appends rows of one tensor without copying them: their memory is lent to the writing thread. Waits before a shard's first
    /// rows as <see cref="Append(string, ReadOnlySpan{byte}, CancellationToken)"/> does.</summary>
    /// <remarks>
    /// Only the tensor whose bytes come first in the file is written from where it lies, and only if the number of rows was announced;
    /// otherwise the rows are copied
    /// and given back at once. The caller bounds the memory by how much it lends before it waits for some to come back.
    /// </remarks>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <param name="rows">The bytes of the next rows, a whole number of them: [rows, shape...]. They do not move (native or pinned memory)
    /// and are not changed until they are given back.</param>
    /// <param name="giveBack">
    /// Called once, as a rule on the writing thread, when the rows are not read any more: also if the write failed or the shard was not
    /// committed, at the latest when
    /// the writer is disposed. Never called if this call throws.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor, or the bytes are no whole number of rows.</exception>
    /// <exception cref="InvalidOperationException">The shard has no room for as many rows.</exception>
    /// <exception cref="ArtifactStorageException">An earlier write failed.</exception>
    public void Lend(string tensor, ReadOnlySpan<byte> rows, Action giveBack, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(giveBack);
        ThrowIfClosed();
        _owner.ThrowIfFailed();
        Find(tensor).Lend(rows, giveBack, cancellationToken);
    }

    /// <summary>Appends rows with their ids, for a layout of one tensor.</summary>
    /// <param name="ids">The ids of the rows.</param>
    /// <param name="rows">The bytes of as many rows.</param>
    /// <param name="cancellationToken">Cancels the wait; the shard can only be disposed afterwards.</param>
    /// <exception cref="ArgumentException">The bytes are not as many rows as ids.</exception>
    /// <exception cref="InvalidOperationException">The layout has several tensors, or the shard has no room.</exception>
    /// <exception cref="ArtifactStorageException">An earlier write failed.</exception>
    public void Append(IReadOnlyCollection<string> ids, ReadOnlySpan<byte> rows, CancellationToken cancellationToken = default)
    {
        if (_tensors is not [ShardTensor only])
        {
            Throw.SeveralTensors(_tensors.Length);
            return;
        }

        if (rows.Length != ids.Count * only.Layout.RowBytes)
        {
            Throw.NotWholeRows(only.Layout.ToString(), only.Layout.RowBytes, rows.Length, ids.Count);
        }

        AppendIds(ids);
        Append(only.Layout.Name, rows, cancellationToken);
    }

    /// <summary>Ends the shard: it is written, flushed and made visible in the background, and counts as done for later runs.</summary>
    /// <param name="cancellationToken">Cancels waiting for the shards before it (<see cref="ArtifactWriterOptions.MaxPendingShards"/>) and,
    /// later, the write itself.</param>
    /// <exception cref="InvalidOperationException">Tensors and ids have different counts of rows, or rows are missing.</exception>
    /// <exception cref="ArtifactStorageException">An earlier write failed.</exception>
    public void Commit(CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        _owner.ThrowIfFailed();
        var rows = _expectedRows ?? _ids.Count;
        foreach (var tensor in _tensors)
        {
            Throw.IfMissingRows(_output.Name, $"tensor '{tensor.Layout.Name}'", rows, tensor.Rows);
        }

        Throw.IfMissingRows(_output.Name, "the ids", Math.Max(rows, 1), _ids.Count);
        foreach (var tensor in _tensors)
        {
            tensor.Flush();
        }

        _owner.WaitForPending(counts: true, cancellationToken);
        _closed = true;
        _output.PostCommit(rows, _tensors, _ids, cancellationToken);
    }

    /// <summary>Gives back the buffers; a shard that was not committed leaves nothing visible.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _output.PostAbort(_tensors);
        }
    }

    private ShardTensor Find(string name)
    {
        foreach (var tensor in _tensors)
        {
            if (tensor.Layout.Name == name)
            {
                return tensor;
            }
        }

        Throw.NotInLayout(name, _owner.Layout);
        return null;
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, this);
}
