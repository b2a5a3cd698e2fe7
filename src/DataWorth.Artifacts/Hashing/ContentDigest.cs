using System.Buffers;
using Blake3;

namespace DataWorth.Artifacts;

/// <summary>The digest of a file in a manifest: <c>blake3:</c> and the 64 lower-case hexadecimal digits of its BLAKE3 hash, as the tool
/// <c>b3sum</c> tells them.</summary>
public sealed class ContentDigest : IDisposable
{
    /// <summary>What stands before the digits.</summary>
    public const string Prefix = "blake3:";

    private const int ReadBytes = 8 << 20;
    private const int Digits = 64;

    private readonly Hasher _hasher = Hasher.New();

    /// <summary>The digest of bytes in memory.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using var digest = new ContentDigest();
        digest.Append(bytes);
        return digest.Finish();
    }

    /// <summary>The digest of a whole object; while a part is hashed the next one is read.</summary>
    /// <param name="file">The object.</param>
    /// <param name="cancellationToken">Cancels reading and computation.</param>
    /// <exception cref="ArtifactException">The object ended early: it was truncated.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public static string Of(IArtifactObject file, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        foreach (var part in Parts(file, cancellationToken))
        {
            digest.Append(part.Span);
        }

        return digest.Finish();
    }

    /// <summary>Takes the next bytes; many of them are hashed on all processors.</summary>
    /// <param name="bytes">Any number of them.</param>
    public void Append(ReadOnlySpan<byte> bytes) => _hasher.UpdateWithJoin(bytes);

    /// <summary>The digest of all bytes.</summary>
    public string Finish() => Prefix + _hasher.Finalize();

    /// <inheritdoc/>
    public void Dispose() => _hasher.Dispose();

    /// <summary>True for a text that can be a digest.</summary>
    internal static bool IsDigest(string text) =>
        text.Length == Prefix.Length + Digits
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef");

    /// <summary>The bytes of an object part by part, read ahead; each part is valid until the next is asked for.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Parts(IArtifactObject file, CancellationToken cancellationToken)
    {
        // One part is used, one waits, one is read.
        var size = (int)Math.Clamp(file.Length, 1, ReadBytes);
        var buffers = new[] { Rent(), Rent(), Rent() };
        try
        {
            foreach (var part in ReadAhead.Of(Read(), 1, cancellationToken))
            {
                yield return part;
            }
        }
        finally
        {
            Array.ForEach(buffers, buffer => ArrayPool<byte>.Shared.Return(buffer));
        }

        byte[] Rent() => ArrayPool<byte>.Shared.Rent(size);

        IEnumerable<ReadOnlyMemory<byte>> Read()
        {
            var index = 0;
            for (long offset = 0; offset < file.Length; offset += size)
            {
                var part = buffers[index++ % buffers.Length].AsMemory(0, (int)Math.Min(size, file.Length - offset));
                file.Read(offset, part.Span, cancellationToken);
                yield return part;
            }
        }
    }
}
