using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>SHA-256 of many blocks of one length, side by side where that is faster than one after the other.</summary>
/// <remarks>
/// Lanes of AVX-512 where there are any; otherwise the framework's hash where the processor has SHA instructions, which beat the eight
/// lanes of AVX2;
/// otherwise those eight lanes; otherwise the framework's hash. The digests are the same.
/// </remarks>
internal static unsafe class BlockHash
{
    // A full set of lanes takes about as long as two blocks one after the other.
    private const int FewestInLanes = 3;

    private static readonly delegate* <byte**, int, Span<byte>, void> s_lanes =
        Lanes512.IsSupported ? &LaneSha256<Lanes512, Vector512<uint>>.Hash
        : Lanes256.IsSupported && !HasShaInstructions ? &LaneSha256<Lanes256, Vector256<uint>>.Hash
        : null;

    private static readonly int s_laneCount = Lanes512.IsSupported ? Lanes512.Lanes : Lanes256.Lanes;

    /// <summary>True when the processor has SHA instructions, which the framework's hash then uses.</summary>
    private static bool HasShaInstructions =>
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & (1 << 29)) != 0;

    /// <summary>Hashes blocks.</summary>
    /// <param name="blocks">Their addresses.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="blockBytes">Bytes of each, a multiple of 64.</param>
    /// <param name="digests">Receives 32 bytes per block.</param>
    public static void Compute(byte** blocks, int count, int blockBytes, Span<byte> digests)
    {
        var done = 0;
        while (s_lanes is not null && count - done >= FewestInLanes)
        {
            done += ComputeInLanes(
                blocks + done,
                Math.Min(count - done, s_laneCount),
                blockBytes,
                digests[(done * SHA256.HashSizeInBytes)..]
            );
        }

        for (; done < count; done++)
        {
            SHA256.HashData(new ReadOnlySpan<byte>(blocks[done], blockBytes), digests[(done * SHA256.HashSizeInBytes)..]);
        }
    }

    private static int ComputeInLanes(byte** blocks, int count, int blockBytes, Span<byte> digests)
    {
        // Lanes without a block of their own repeat the first.
        var lanes = stackalloc byte*[s_laneCount];
        for (var lane = 0; lane < s_laneCount; lane++)
        {
            lanes[lane] = blocks[lane < count ? lane : 0];
        }

        Span<byte> all = stackalloc byte[s_laneCount * SHA256.HashSizeInBytes];
        s_lanes(lanes, blockBytes, all);
        all[..(count * SHA256.HashSizeInBytes)].CopyTo(digests);
        return count;
    }
}
