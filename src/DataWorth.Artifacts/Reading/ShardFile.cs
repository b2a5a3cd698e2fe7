using System.Collections.Concurrent;

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

    /// <summary>Reads and checks the whole shard.</summary>
    /// <param name="free">Arrays of shards that are not used any more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public LoadedShard Load(ConcurrentBag<Array> free, CancellationToken cancellationToken)
    {
        using var file = owner.Store.Open(Name, cancellationToken);
        CheckSize(file);
        if (info.Bytes > Array.MaxLength)
        {
            throw Throw.ShardTooLarge(Name, info.Rows, info.Bytes);
        }

        var array =
            free.TryTake(out var taken) && ShardMemory.Capacity(taken) >= info.Bytes
                ? taken
                : ShardMemory.Allocate(owner.Layout, info.Bytes);
        var content = ShardMemory.Bytes(array, (int)info.Bytes);
        file.Read(0, content, cancellationToken);
        if (MustVerify)
        {
            AcceptDigest(ContentDigest.Of(content));
        }

        return new LoadedShard(index, info, Header(() => SafetensorsHeader.Parse(ShardMemory.Bytes(array, (int)info.Bytes), Name)), array);
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
