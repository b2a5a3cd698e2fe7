using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>The digest of a file in a manifest: SHA-256 of the SHA-256 digests of its blocks.</summary>
/// <remarks>
/// digest = SHA-256( SHA-256(block 0) || SHA-256(block 1) || ... ), blocks of 65,536 bytes, the last one shorter; an empty file has no
/// block.
/// As strong as SHA-256 of the whole for files of known length, and blocks can be hashed side by side: a processor without SHA instructions
/// hashes
/// sixteen of them in the time of two.
/// </remarks>
public sealed unsafe class BlockDigest : IDisposable
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64 << 10;

    private const int GroupBlocks = 16;
    private const int GroupBytes = GroupBlocks * BlockBytes;
    private const int GroupDigestBytes = GroupBlocks * SHA256.HashSizeInBytes;
    private const int Part = 8 << 20;
    private const int ReadBytes = 16 << 20;

    private readonly IncrementalHash _outer = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private NativeBuffer? _staging;
    private int _staged;

    /// <summary>The digest of bytes in memory, 64 lower-case hexadecimal digits.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using var digest = new BlockDigest();
        digest.Append(bytes);
        return digest.Finish();
    }

    /// <summary>The digest of memory that may exceed 2 GiB, 64 lower-case hexadecimal digits.</summary>
    /// <param name="address">Address of the first byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static string Of(nint address, long length, CancellationToken cancellationToken)
    {
        using var digest = new BlockDigest();
        for (long offset = 0; offset < length; offset += Part)
        {
            cancellationToken.ThrowIfCancellationRequested();
            digest.Append(new ReadOnlySpan<byte>((byte*)address + offset, (int)Math.Min(Part, length - offset)));
        }

        return digest.Finish();
    }

    /// <summary>The digest of a whole object, read part by part; while a part is hashed the next one is read. 64 lower-case hexadecimal
    /// digits.</summary>
    /// <remarks>Reads even where the object could be mapped: a failing device then gives an error, where touching a mapping would end the
    /// process.</remarks>
    /// <param name="file">The object.</param>
    /// <param name="cancellationToken">Cancels reading and computation.</param>
    /// <exception cref="ArtifactException">The object ended early: it was truncated.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public static string Of(IArtifactObject file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var digest = new BlockDigest();
        var partBytes = (int)Math.Clamp(file.Length, 1, ReadBytes);
        var even = BufferPool.Rent(partBytes);
        var odd = BufferPool.Rent(partBytes);
        (var reading, var other) = (even, odd);
        var hashing = Task.CompletedTask;
        try
        {
            for (long offset = 0; offset < file.Length; offset += partBytes)
            {
                (var buffer, var count) = (reading, (int)Math.Min(partBytes, file.Length - offset));
                file.Read(offset, buffer.Span(0, count), cancellationToken);
                hashing.GetAwaiter().GetResult();
                hashing = Task.Run(() => digest.Append(buffer.Span(0, count)), CancellationToken.None);
                (reading, other) = (other, reading);
            }
        }
        finally
        {
            try
            {
                // The buffers must not be used again under the hash.
                hashing.GetAwaiter().GetResult();
            }
            finally
            {
                BufferPool.Return(even);
                BufferPool.Return(odd);
            }
        }

        return digest.Finish();
    }

    /// <summary>Takes the next bytes; many of them are hashed on all processors.</summary>
    /// <param name="bytes">Any number of them.</param>
    public void Append(ReadOnlySpan<byte> bytes) => Append(bytes, null);

    /// <summary>Takes the next bytes while something else is done with them.</summary>
    /// <param name="bytes">Any number of them.</param>
    /// <param name="meanwhile">Done on this thread, which afterwards helps with the hashing; null for nothing.</param>
    internal void Append(ReadOnlySpan<byte> bytes, Action? meanwhile)
    {
        fixed (byte* source = bytes)
        {
            var used = 0;
            if (_staged > 0 && (long)_staged + bytes.Length >= GroupBytes)
            {
                used = HashGroup(source);
            }

            var groups = _staged > 0 ? 0 : (bytes.Length - used) / GroupBytes;
            HashGroups((nint)(source + used), groups, meanwhile);
            used += groups * GroupBytes;
            Stage(new ReadOnlySpan<byte>(source + used, bytes.Length - used));
        }
    }

    /// <summary>The digest of all bytes, 64 lower-case hexadecimal digits; nothing may be appended afterwards.</summary>
    public string Finish()
    {
        if (_staged > 0)
        {
            var whole = _staged / BlockBytes;
            HashBlocks((byte*)_staging!.Address, whole, null);
            if (_staged % BlockBytes > 0)
            {
                _outer.AppendData(SHA256.HashData(_staging.Span(whole * BlockBytes, _staged % BlockBytes)));
            }
        }

        return Convert.ToHexStringLower(_outer.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outer.Dispose();
        _staging?.Dispose();
    }

    /// <summary>Hashes whole groups, which this thread and others take one by one.</summary>
    private void HashGroups(nint source, int groups, Action? meanwhile)
    {
        var digests = groups > 0 ? new byte[groups * GroupDigestBytes] : [];
        var next = -1;
        var helpers = Math.Min(Environment.ProcessorCount, meanwhile is null ? groups : groups + 1) - 1;
        Task[] helping = helpers > 0 ? [.. Enumerable.Range(0, helpers).Select(_ => Task.Run(Work))] : [];
        try
        {
            meanwhile?.Invoke();
            Work();
        }
        finally
        {
            // They read the caller's memory.
            Task.WaitAll(helping);
        }

        _outer.AppendData(digests);

        void Work()
        {
            var blocks = stackalloc byte*[GroupBlocks];
            for (var group = Interlocked.Increment(ref next); group < groups; group = Interlocked.Increment(ref next))
            {
                for (var index = 0; index < GroupBlocks; index++)
                {
                    blocks[index] = (byte*)source + ((long)group * GroupBytes) + (index * BlockBytes);
                }

                BlockHash.Compute(blocks, GroupBlocks, BlockBytes, digests.AsSpan(group * GroupDigestBytes, GroupDigestBytes));
            }
        }
    }

    /// <summary>Hashes what is staged and as many bytes of the source as make up a group.</summary>
    private int HashGroup(byte* source)
    {
        var completing = (BlockBytes - (_staged % BlockBytes)) % BlockBytes;
        if (completing > 0)
        {
            Stage(new ReadOnlySpan<byte>(source, completing));
        }

        var staged = _staged;
        HashBlocks(staged > 0 ? (byte*)_staging!.Address : null, staged / BlockBytes, source + completing);
        _staged = 0;
        return GroupBytes - staged + completing;
    }

    /// <summary>Hashes staged blocks and, where there is a source, those after them that make the group full.</summary>
    private void HashBlocks(byte* staging, int staged, byte* source)
    {
        var blocks = stackalloc byte*[GroupBlocks];
        var count = source is null ? staged : GroupBlocks;
        for (var index = 0; index < count; index++)
        {
            blocks[index] = index < staged ? staging + (index * BlockBytes) : source + ((index - staged) * BlockBytes);
        }

        Span<byte> digests = stackalloc byte[GroupBlocks * SHA256.HashSizeInBytes];
        BlockHash.Compute(blocks, count, BlockBytes, digests);
        _outer.AppendData(digests[..(count * SHA256.HashSizeInBytes)]);
    }

    private void Stage(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            _staging ??= new NativeBuffer(GroupBytes);
            bytes.CopyTo(_staging.Span(_staged, bytes.Length));
            _staged += bytes.Length;
        }
    }
}
