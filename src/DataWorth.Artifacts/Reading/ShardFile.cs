namespace DataWorth.Artifacts;

/// <summary>One shard of an open artifact: checked before its first bytes are given out.</summary>
internal sealed class ShardFile(ArtifactReader owner, ArtifactShard info)
{
    private readonly Lock _lock = new();
    private volatile SafetensorsHeader? _header;
    private volatile bool _verified;

    public ArtifactShard Info => info;

    public string Name => owner.Key.Object(info.File);

    /// <summary>True when the hash was compared, so that a scan need not do it again.</summary>
    public bool IsVerified => _verified;

    public void Read(string tensor, long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        using var lease = owner.Objects.Rent(Name, cancellationToken);
        var verify = owner.Verification != VerificationLevel.Sizes;
        var known = verify && !_verified ? null : _header;
        var header = known ?? Check(lease.File, verify, cancellationToken);
        header.TryGet(tensor, out var place);
        lease.File.Read(place!.Offset + offset, destination, cancellationToken);
    }

    public void Verify(CancellationToken cancellationToken)
    {
        using var lease = owner.Objects.Rent(Name, cancellationToken);
        Check(lease.File, hash: true, cancellationToken);
    }

    /// <summary>Takes over a hash that was computed over the shard's bytes elsewhere.</summary>
    public void AcceptHash(string hash)
    {
        if (hash != info.Digest)
        {
            Throw.WrongHash(Name, owner.Store.Description, hash, info.Digest);
        }

        _verified = true;
    }

    /// <summary>Checks the size.</summary>
    public void CheckSize(IArtifactObject file)
    {
        if (file.Length != info.Bytes)
        {
            Throw.WrongSize(Name, owner.Store.Description, file.Length, info.Bytes, "the manifest");
        }
    }

    /// <summary>Checks size, header and, when asked, the hash; once.</summary>
    public SafetensorsHeader Check(IArtifactObject file, bool hash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            CheckSize(file);
            if (hash && !_verified)
            {
                var found = BlockDigest.Of(file, cancellationToken);
                if (found != info.Digest)
                {
                    Throw.WrongHash(Name, owner.Store.Description, found, info.Digest);
                }

                _verified = true;
            }

            return _header ??= ReadHeader(file, cancellationToken);
        }
    }

    private SafetensorsHeader ReadHeader(IArtifactObject file, CancellationToken cancellationToken)
    {
        var header = SafetensorsHeader.Read(file, Name, cancellationToken);
        if (header.Metadata.GetValueOrDefault("artifact") is { } artifact && artifact != owner.Key.ToString())
        {
            Throw.ForeignShard(Name, owner.Store.Description, artifact);
        }

        SafetensorsEntry[] found = [.. header.Tensors.Select(tensor => tensor.Entry)];
        SafetensorsEntry[] expected =
        [
            .. SafetensorsHeader
                .Create(owner.Layout.Select(layout => layout.Rows(info.Rows)), header.Metadata)
                .Tensors.Select(tensor => tensor.Entry),
        ];
        if (!found.SequenceEqual(expected))
        {
            Throw.WrongShardLayout(
                Name,
                owner.Store.Description,
                string.Join("; ", (IEnumerable<SafetensorsEntry>)found),
                string.Join("; ", (IEnumerable<SafetensorsEntry>)expected)
            );
        }

        return header;
    }
}
