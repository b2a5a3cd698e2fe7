using System.Collections.Concurrent;
using System.Globalization;

namespace DataWorth.Artifacts;

/// <summary>The writing side of an open shard; its private parts run on the writer's two background threads: bytes on one, commits on the
/// other.</summary>
internal sealed class ShardOutput
{
    private readonly ArtifactWriter _owner;
    private readonly int _index;
    private readonly BlockingCollection<NativeBuffer> _free = [];
    private int _buffersMade;
    private HashingObjectWriter? _object;
    private SafetensorsWriter? _file;

    public ShardOutput(ArtifactWriter owner, int index, int? rows)
    {
        _owner = owner;
        _index = index;
        Name = owner.Key.Object(ArtifactFiles.Shard(index));
        if (rows is { } known)
        {
            var header = Header(known);
            Streamed = header.Tensors[0].Name;
            Open(header, CancellationToken.None);
        }
    }

    public string Name { get; }

    /// <summary>The tensor whose bytes come first in the file and need not wait for others; null when the row count is unknown.</summary>
    public string? Streamed { get; }

    /// <summary>Waits until the shards before are written; called before the first rows are taken, so that a kill never loses rows of two
    /// shards.</summary>
    public void WaitForEarlierShards(CancellationToken cancellationToken) => _owner.WaitForPending(counts: false, cancellationToken);

    public NativeBuffer RentBuffer(CancellationToken cancellationToken)
    {
        if (_free.TryTake(out var ready))
        {
            return ready;
        }

        if (_buffersMade < _owner.Options.BufferCount)
        {
            _buffersMade++;
            return BufferPool.Rent(_owner.Options.BufferBytes);
        }

        // A skipped job after a failure still gives its buffer back, so that this wait always ends.
        return _free.Take(cancellationToken);
    }

    public void PostBuffer(string tensor, NativeBuffer buffer, int count)
    {
        _owner.Queue.Post(() => _file!.Write(tensor, buffer.Span(0, count)));
        _owner.Queue.Post(() => _free.Add(buffer), always: true);
    }

    /// <summary>Writes memory of the caller, which stays valid and unchanged until it is given back.</summary>
    public unsafe void PostLent(string tensor, ReadOnlySpan<byte> rows, Action giveBack)
    {
        fixed (byte* pointer = rows)
        {
            (var address, var length) = ((nint)pointer, rows.Length);
            _owner.Queue.Post(() => WriteParts(tensor, address, length));
            _owner.Queue.Post(giveBack, always: true);
        }
    }

    public void PostCommit(int rows, ShardTensor[] tensors, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        _owner.Queue.Post(() => WriteRest(rows, tensors, cancellationToken));

        // Flushing and uploading the last bytes of this shard goes on while the next one is written.
        _owner.Queue.Post(() => _owner.Commits.Post(() => Commit(rows, ids, cancellationToken)));
        _owner.Queue.Post(() => _owner.Commits.Post(() => Close(tensors, wasPending: true), always: true), always: true);
    }

    public void PostAbort(ShardTensor[] tensors) => _owner.Queue.Post(() => Close(tensors, wasPending: false), always: true);

    private unsafe void WriteParts(string tensor, nint address, int length)
    {
        for (var offset = 0; offset < length; offset += _owner.Options.BufferBytes)
        {
            _file!.Write(tensor, new ReadOnlySpan<byte>((byte*)address + offset, Math.Min(_owner.Options.BufferBytes, length - offset)));
        }
    }

    private SafetensorsHeader Header(int rows)
    {
        var metadata = new Dictionary<string, string>
        {
            ["artifact"] = _owner.Key.ToString(),
            ["shard"] = _index.ToString(CultureInfo.InvariantCulture),
            ["first_row"] = ((long)_index * _owner.RowsPerShard).ToString(CultureInfo.InvariantCulture),
        };
        return SafetensorsHeader.Create(_owner.Layout.Select(layout => layout.Rows(rows)), metadata);
    }

    private void Open(SafetensorsHeader header, CancellationToken cancellationToken)
    {
        _object = new HashingObjectWriter(_owner.Store.Create(Name, header.FileLength, cancellationToken));
        _file = new SafetensorsWriter(_object, header);
    }

    private void WriteRest(int rows, ShardTensor[] tensors, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            Open(Header(rows), cancellationToken);
        }

        foreach (var place in _file!.Tensors)
        {
            Array.Find(tensors, tensor => tensor.Layout.Name == place.Name)!.WriteHeld(_file, cancellationToken);
        }
    }

    private void Commit(int rows, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var won = _file!.Commit(cancellationToken);
        var shard = new ArtifactShard(
            ArtifactFiles.Shard(_index),
            (long)_index * _owner.RowsPerShard,
            rows,
            _object!.Position,
            _object.Digest
        );
        if (!won)
        {
            shard = shard with { Digest = AdoptionCheck.Digest(_owner.Store, Name, _file.Header, cancellationToken) };
        }

        _owner.RecordShard(_index, shard, ids, cancellationToken);
    }

    private void Close(ShardTensor[] tensors, bool wasPending)
    {
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }

        while (_free.TryTake(out var buffer))
        {
            BufferPool.Return(buffer);
        }

        _file?.Dispose();
        _owner.ShardClosed(_index, wasPending);
    }
}
