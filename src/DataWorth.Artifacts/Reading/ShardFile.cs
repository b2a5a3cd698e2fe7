namespace DataWorth.Artifacts;

/// <summary>One shard of an open artifact: checked before its first bytes are given out.</summary>
internal sealed class ShardFile(ArtifactReader owner, int index, ArtifactShard info)
{
    private readonly Lock _lock = new();
    private volatile SafetensorsHeader? _header;
    private volatile bool _verified;

    public ArtifactShard Info => info;

    public string Name => owner.Key.Object(info.File);

    private bool MustVerify => owner.Verification != VerificationLevel.Sizes && !_verified;

    /// <summary>Reads bytes of a tensor.</summary>
    public void Read(string tensor, long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        using var file = owner.Store.Open(Name, cancellationToken);
        var header = Check(file, MustVerify, cancellationToken);
        file.Read(header.Require(tensor).Offset + offset, destination, cancellationToken);
    }

    /// <summary>Reads and checks the shard: whole where its digest has to be compared, else in pieces that stay in the processor's
    /// cache.</summary>
    /// <param name="pieceRows">Rows of a piece.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public IEnumerable<LoadedShard> Load(int pieceRows, CancellationToken cancellationToken)
    {
        using var file = owner.Store.Open(Name, cancellationToken);
        if (MustVerify)
        {
            yield return LoadWhole(file, cancellationToken);
            yield break;
        }

        var header = Check(file, hash: false, cancellationToken);
        for (var first = 0; first < info.Rows; first += Math.Min(pieceRows, info.Rows - first))
        {
            yield return LoadRows(file, header, first, Math.Min(pieceRows, info.Rows - first), cancellationToken);
        }
    }

    private LoadedShard LoadWhole(IArtifactObject file, CancellationToken cancellationToken)
    {
        CheckSize(file);
        if (info.Bytes > Array.MaxLength)
        {
            throw Throw.ShardTooLarge(Name, info.Rows, info.Bytes);
        }

        var memory = ShardMemory.Rent(owner.Layout, info.Bytes);
        var content = memory.Bytes((int)info.Bytes);
        file.Read(0, content, cancellationToken);
        AcceptDigest(ContentDigest.Of(content));
        var header = Header(() => SafetensorsHeader.Parse(memory.Bytes((int)info.Bytes), Name));
        var places = header.Tensors.ToDictionary(tensor => tensor.Name, tensor => ((int)tensor.Offset, (int)tensor.ByteCount));
        return new LoadedShard(index, info.FirstRow, info.Rows, places, memory);
    }

    private LoadedShard LoadRows(
        IArtifactObject file,
        SafetensorsHeader header,
        int first,
        int rows,
        CancellationToken cancellationToken
    )
    {
        // Each tensor lies at the alignment that it has in the file, as where the shard is read whole: sums round alike.
        var places = new Dictionary<string, (int Offset, int Bytes)>();
        long end = 0;
        foreach (var tensor in owner.Layout)
        {
            var inFile = header.Require(tensor.Name).Offset + (first * tensor.RowBytes);
            end += (inFile - end) & (ShardMemory.Alignment - 1);
            places.Add(tensor.Name, (checked((int)end), checked((int)(rows * tensor.RowBytes))));
            end += rows * tensor.RowBytes;
        }

        var memory = ShardMemory.Rent(owner.Layout, end);
        foreach (var tensor in owner.Layout)
        {
            var (offset, bytes) = places[tensor.Name];
            var destination = memory.Bytes(offset + bytes)[offset..];
            file.Read(header.Require(tensor.Name).Offset + (first * tensor.RowBytes), destination, cancellationToken);
        }

        return new LoadedShard(index, info.FirstRow + first, rows, places, memory);
    }

    /// <summary>Checks size, header and digest.</summary>
    public void Verify(CancellationToken cancellationToken)
    {
        using var file = owner.Store.Open(Name, cancellationToken);
        Check(file, hash: true, cancellationToken);
    }

    /// <summary>Checks size, header and, when asked, the digest; each once.</summary>
    public SafetensorsHeader Check(IArtifactObject file, bool hash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            CheckSize(file);
            if (hash && !_verified)
            {
                AcceptDigest(ContentDigest.Of(file, cancellationToken));
            }

            return Header(() => SafetensorsHeader.Read(file, Name, cancellationToken));
        }
    }

    private void AcceptDigest(string digest)
    {
        if (digest != info.Digest)
        {
            Throw.WrongHash(Name, owner.Store.Description, digest, info.Digest);
        }

        _verified = true;
    }

    private void CheckSize(IArtifactObject file)
    {
        if (file.Length != info.Bytes)
        {
            Throw.WrongSize(Name, owner.Store.Description, file.Length, info.Bytes, "the manifest");
        }
    }

    private SafetensorsHeader Header(Func<SafetensorsHeader> read)
    {
        if (_header is { } known)
        {
            return known;
        }

        var header = read();
        if (header.Metadata.GetValueOrDefault("artifact") is { } artifact && artifact != owner.Key.ToString())
        {
            Throw.ForeignShard(Name, owner.Store.Description, artifact);
        }

        var expected = SafetensorsHeader.Create(owner.Layout.Select(layout => layout.Rows(info.Rows)), header.Metadata);
        Throw.IfOtherTensors(Name, owner.Store.Description, header, expected.Tensors.Select(tensor => tensor.Entry));
        return _header = header;
    }
}
