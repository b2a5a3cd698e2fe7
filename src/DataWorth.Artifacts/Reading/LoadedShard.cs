namespace DataWorth.Artifacts;

/// <summary>A whole shard in memory: mapped, or read into a buffer that goes back to its pool.</summary>
internal sealed class LoadedShard : IDisposable
{
    private readonly ObjectLease _lease;
    private readonly ArtifactMapping? _mapping;
    private NativeBuffer? _buffer;
    private bool _disposed;

    private LoadedShard(ArtifactShard info, SafetensorsHeader header, ObjectLease lease, ArtifactMapping? mapping, NativeBuffer? buffer)
    {
        Info = info;
        Header = header;
        _lease = lease;
        _mapping = mapping;
        _buffer = buffer;
    }

    public ArtifactShard Info { get; }

    public SafetensorsHeader Header { get; }

    /// <summary>Opens a shard, brings its bytes into memory and checks them.</summary>
    public static LoadedShard Load(ArtifactReader owner, ShardFile shard, CancellationToken cancellationToken)
    {
        var lease = owner.Objects.Rent(shard.Name, cancellationToken);
        var file = lease.File;
        ArtifactMapping? mapping = null;
        NativeBuffer? buffer = null;
        try
        {
            // Size first: mapping a file that is shorter than it should be would fault when its end is touched.
            shard.CheckSize(file);
            SafetensorsHeader header;
            var verify = owner.Verification != VerificationLevel.Sizes && !shard.IsVerified;
            if (!file.TryMap(out mapping))
            {
                buffer = BufferPool.Rent(file.Length);
                ReadAll(file, buffer, verify ? shard : null, cancellationToken);

                // From what was just read: another request would cost a round trip.
                using var copy = new BufferedObject(file.Name, buffer, file.Length);
                header = shard.Check(copy, hash: false, cancellationToken);
            }
            else
            {
                header = shard.Check(file, hash: false, cancellationToken);
                MemoryPages.Announce(mapping.Address(0), file.Length);
                if (verify)
                {
                    shard.AcceptHash(BlockDigest.Of(mapping.Address(0), file.Length, cancellationToken));
                }
                else
                {
                    MemoryPages.Touch(mapping.Address(0), file.Length, cancellationToken);
                }
            }

            return new LoadedShard(shard.Info, header, lease, mapping, buffer);
        }
        catch
        {
            mapping?.Dispose();
            lease.Dispose();
            BufferPool.Return(buffer);
            throw;
        }
    }

    public nint Address(long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _mapping?.Address(offset) ?? _buffer!.Address + (nint)offset;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _mapping?.Dispose();
            _lease.Dispose();
            BufferPool.Return(_buffer);
            _buffer = null;
        }
    }

    /// <summary>Reads the whole object; each part is hashed as it comes.</summary>
    private static void ReadAll(IArtifactObject file, NativeBuffer buffer, ShardFile? verified, CancellationToken cancellationToken)
    {
        var digest = new PartsDigest(file.Length);
        file.ReadParts(
            buffer.Address,
            (offset, count) =>
            {
                if (verified is not null)
                {
                    digest.Add(buffer.Address + (nint)offset, offset, count);
                }
            },
            cancellationToken
        );
        verified?.AcceptHash(digest.Finish());
    }
}
