using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>The <see cref="BlockDigest"/> of an object whose parts come in any order and from several threads: each is hashed where it came
/// in, while it lies in that processor's cache.</summary>
/// <param name="length">Bytes of the object.</param>
internal sealed unsafe class PartsDigest(long length)
{
    private const int LanesAtOnce = 16;

    private readonly byte[] _digests = new byte[(length + BlockDigest.BlockBytes - 1) / BlockDigest.BlockBytes * SHA256.HashSizeInBytes];
    private long _hashed;

    /// <summary>Hashes a part; each byte belongs to exactly one.</summary>
    /// <param name="address">Where it lies.</param>
    /// <param name="offset">Its first byte in the object, a multiple of <see cref="BlockDigest.BlockBytes"/>.</param>
    /// <param name="count">Bytes, such a multiple too unless it is the object's end.</param>
    public void Add(nint address, long offset, int count)
    {
        if (offset % BlockDigest.BlockBytes != 0 || (count % BlockDigest.BlockBytes != 0 && offset + count != length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                offset,
                $"A part of {count} bytes has to begin and end at multiples of {BlockDigest.BlockBytes}."
            );
        }

        var blocks = stackalloc byte*[LanesAtOnce];
        var whole = count / BlockDigest.BlockBytes;
        for (var first = 0; first < whole; first += LanesAtOnce)
        {
            var lanes = Math.Min(LanesAtOnce, whole - first);
            for (var lane = 0; lane < lanes; lane++)
            {
                blocks[lane] = (byte*)address + ((long)(first + lane) * BlockDigest.BlockBytes);
            }

            BlockHash.Compute(
                blocks,
                lanes,
                BlockDigest.BlockBytes,
                Room(offset + ((long)first * BlockDigest.BlockBytes))[..(lanes * SHA256.HashSizeInBytes)]
            );
        }

        var rest = count % BlockDigest.BlockBytes;
        if (rest > 0)
        {
            SHA256.HashData(new ReadOnlySpan<byte>((byte*)address + count - rest, rest), Room(offset + count - rest));
        }

        Interlocked.Add(ref _hashed, count);
    }

    /// <summary>The digest, 64 lower-case hexadecimal digits, when every byte was added.</summary>
    public string Finish() =>
        _hashed == length
            ? Convert.ToHexStringLower(SHA256.HashData(_digests))
            : throw new InvalidOperationException($"{_hashed} of {length} bytes were hashed.");

    private Span<byte> Room(long offset) => _digests.AsSpan(checked((int)(offset / BlockDigest.BlockBytes * SHA256.HashSizeInBytes)));
}
