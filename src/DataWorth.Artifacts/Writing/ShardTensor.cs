namespace DataWorth.Artifacts;

/// <summary>One tensor of an open shard: streamed to the writing thread through a ring of buffers, or held until the tensors before it are
/// written.</summary>
internal sealed class ShardTensor : IDisposable
{
    private readonly ShardOutput _output;
    private readonly long _capacity;
    private readonly NativeBuffer? _held;
    private NativeBuffer? _filling;
    private int _filled;

    public ShardTensor(ArtifactTensorLayout layout, ShardOutput output, bool streamed, int capacityRows)
    {
        Layout = layout;
        RowBytes = layout.RowBytes;
        _output = output;
        _capacity = RowBytes * capacityRows;
        _held = streamed ? null : BufferPool.Rent(_capacity);
    }

    public ArtifactTensorLayout Layout { get; }

    public long RowBytes { get; }

    public long Bytes { get; private set; }

    public long Rows => Bytes / RowBytes;

    public void Append(ReadOnlySpan<byte> rows, CancellationToken cancellationToken)
    {
        RequireRoom(rows.Length, cancellationToken);
        if (_held is not null)
        {
            rows.CopyTo(_held.Span(Bytes, rows.Length));
            Bytes += rows.Length;
            return;
        }

        while (!rows.IsEmpty)
        {
            _filling ??= _output.RentBuffer(cancellationToken);
            var count = (int)Math.Min(rows.Length, _filling.Length - _filled);
            rows[..count].CopyTo(_filling.Span(_filled, count));
            _filled += count;
            Bytes += count;
            rows = rows[count..];
            if (_filled == _filling.Length)
            {
                Flush();
            }
        }
    }

    /// <summary>Appends rows where they lie; <paramref name="giveBack"/> is called when they are written, or at once if they must be
    /// held.</summary>
    public void Lend(ReadOnlySpan<byte> rows, Action giveBack, CancellationToken cancellationToken)
    {
        RequireRoom(rows.Length, cancellationToken);
        if (_held is not null)
        {
            Append(rows, cancellationToken);
            giveBack();
            return;
        }

        Flush();
        Bytes += rows.Length;
        _output.PostLent(Layout.Name, rows, giveBack);
    }

    /// <summary>Sends what is in the current buffer to the writing thread.</summary>
    public void Flush()
    {
        if (_filling is not null)
        {
            _output.PostBuffer(Layout.Name, _filling, _filled);
            _filling = null;
            _filled = 0;
        }
    }

    /// <summary>Writes what was held; on the writing thread.</summary>
    public void WriteHeld(SafetensorsWriter writer, CancellationToken cancellationToken)
    {
        const int Part = 4 << 20;
        for (long offset = 0; _held is not null && offset < Bytes; offset += Part)
        {
            writer.Write(Layout.Name, _held.Span(offset, (int)Math.Min(Part, Bytes - offset)), cancellationToken);
        }
    }

    public void Dispose()
    {
        BufferPool.Return(_held);
        BufferPool.Return(_filling);
    }

    private void RequireRoom(int byteCount, CancellationToken cancellationToken)
    {
        if (byteCount % RowBytes != 0)
        {
            Throw.NotWholeRows(Layout.ToString(), RowBytes, byteCount, null);
        }

        if (byteCount > _capacity - Bytes)
        {
            Throw.TooManyRows(_output.Name, $"tensor '{Layout.Name}'", _capacity / RowBytes, (Bytes + byteCount) / RowBytes);
        }

        if (Bytes == 0)
        {
            _output.WaitForEarlierShards(cancellationToken);
        }
    }
}
