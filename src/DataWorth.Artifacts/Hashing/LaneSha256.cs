using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DataWorth.Artifacts;

/// <summary>SHA-256 of several blocks of equal length at once, one per lane of the processor's wide registers.</summary>
/// <remarks>Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and 6.2.2. The steps are those of one block; each operation does them
/// for all lanes.</remarks>
internal static unsafe class LaneSha256<TLanes, TVector>
    where TLanes : struct, ILaneVector<TVector>
    where TVector : unmanaged
{
    private const int ChunkBytes = 64;

    private static readonly uint[] s_constants =
    [
        0x428a2f98,
        0x71374491,
        0xb5c0fbcf,
        0xe9b5dba5,
        0x3956c25b,
        0x59f111f1,
        0x923f82a4,
        0xab1c5ed5,
        0xd807aa98,
        0x12835b01,
        0x243185be,
        0x550c7dc3,
        0x72be5d74,
        0x80deb1fe,
        0x9bdc06a7,
        0xc19bf174,
        0xe49b69c1,
        0xefbe4786,
        0x0fc19dc6,
        0x240ca1cc,
        0x2de92c6f,
        0x4a7484aa,
        0x5cb0a9dc,
        0x76f988da,
        0x983e5152,
        0xa831c66d,
        0xb00327c8,
        0xbf597fc7,
        0xc6e00bf3,
        0xd5a79147,
        0x06ca6351,
        0x14292967,
        0x27b70a85,
        0x2e1b2138,
        0x4d2c6dfc,
        0x53380d13,
        0x650a7354,
        0x766a0abb,
        0x81c2c92e,
        0x92722c85,
        0xa2bfe8a1,
        0xa81a664b,
        0xc24b8b70,
        0xc76c51a3,
        0xd192e819,
        0xd6990624,
        0xf40e3585,
        0x106aa070,
        0x19a4c116,
        0x1e376c08,
        0x2748774c,
        0x34b0bcb5,
        0x391c0cb3,
        0x4ed8aa4a,
        0x5b9cca4f,
        0x682e6ff3,
        0x748f82ee,
        0x78a5636f,
        0x84c87814,
        0x8cc70208,
        0x90befffa,
        0xa4506ceb,
        0xbef9a3f7,
        0xc67178f2,
    ];

    /// <summary>Hashes as many blocks as there are lanes.</summary>
    /// <param name="blocks">Addresses of the blocks; they may repeat.</param>
    /// <param name="blockBytes">Bytes of each block, a multiple of 64.</param>
    /// <param name="digests">Receives 32 bytes per lane.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Until the runtime would do it by itself, a call and copies for each operation take thirty times as long.
    public static void Hash(byte** blocks, int blockBytes, Span<byte> digests)
    {
        // A word that lies across two lines of the cache takes two accesses.
        var memory = stackalloc byte[(56 * sizeof(TVector)) + ChunkBytes];
        var state = (TVector*)((nuint)(memory + ChunkBytes - 1) & ~(nuint)(ChunkBytes - 1));
        var words = state + 8;
        var scratch = words + 16;
        ReadOnlySpan<uint> initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        for (var i = 0; i < 8; i++)
        {
            state[i] = TLanes.Of(initial[i]);
        }

        for (var offset = 0; offset < blockBytes; offset += ChunkBytes)
        {
            TLanes.Load(blocks, offset, words, scratch);
            Compress(state, words);
        }

        // The padding is the same in every lane: a one, zeros, and the length in bits.
        new Span<byte>(words, 16 * sizeof(TVector)).Clear();
        words[0] = TLanes.Of(0x80000000);
        words[14] = TLanes.Of((uint)((ulong)blockBytes * 8 >> 32));
        words[15] = TLanes.Of((uint)((ulong)blockBytes * 8));
        Compress(state, words);

        var results = (uint*)state;
        for (var lane = 0; lane < TLanes.Lanes; lane++)
        {
            for (var word = 0; word < 8; word++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(digests[((lane * 32) + (word * 4))..], results[(word * TLanes.Lanes) + lane]);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(TVector* state, TVector* w)
    {
        TVector a = state[0],
            b = state[1],
            c = state[2],
            d = state[3],
            e = state[4],
            f = state[5],
            g = state[6],
            h = state[7];
        fixed (uint* k = s_constants)
        {
            // Sixteen rounds a turn, so that the variables change their names instead of their places and indices are constants.
            for (var t = 0; t < 64; t += 16)
            {
                Round(a, b, c, ref d, e, f, g, ref h, TLanes.Add(Word(w, 0, t > 0), TLanes.Of(k[t])));
                Round(h, a, b, ref c, d, e, f, ref g, TLanes.Add(Word(w, 1, t > 0), TLanes.Of(k[t + 1])));
                Round(g, h, a, ref b, c, d, e, ref f, TLanes.Add(Word(w, 2, t > 0), TLanes.Of(k[t + 2])));
                Round(f, g, h, ref a, b, c, d, ref e, TLanes.Add(Word(w, 3, t > 0), TLanes.Of(k[t + 3])));
                Round(e, f, g, ref h, a, b, c, ref d, TLanes.Add(Word(w, 4, t > 0), TLanes.Of(k[t + 4])));
                Round(d, e, f, ref g, h, a, b, ref c, TLanes.Add(Word(w, 5, t > 0), TLanes.Of(k[t + 5])));
                Round(c, d, e, ref f, g, h, a, ref b, TLanes.Add(Word(w, 6, t > 0), TLanes.Of(k[t + 6])));
                Round(b, c, d, ref e, f, g, h, ref a, TLanes.Add(Word(w, 7, t > 0), TLanes.Of(k[t + 7])));
                Round(a, b, c, ref d, e, f, g, ref h, TLanes.Add(Word(w, 8, t > 0), TLanes.Of(k[t + 8])));
                Round(h, a, b, ref c, d, e, f, ref g, TLanes.Add(Word(w, 9, t > 0), TLanes.Of(k[t + 9])));
                Round(g, h, a, ref b, c, d, e, ref f, TLanes.Add(Word(w, 10, t > 0), TLanes.Of(k[t + 10])));
                Round(f, g, h, ref a, b, c, d, ref e, TLanes.Add(Word(w, 11, t > 0), TLanes.Of(k[t + 11])));
                Round(e, f, g, ref h, a, b, c, ref d, TLanes.Add(Word(w, 12, t > 0), TLanes.Of(k[t + 12])));
                Round(d, e, f, ref g, h, a, b, ref c, TLanes.Add(Word(w, 13, t > 0), TLanes.Of(k[t + 13])));
                Round(c, d, e, ref f, g, h, a, ref b, TLanes.Add(Word(w, 14, t > 0), TLanes.Of(k[t + 14])));
                Round(b, c, d, ref e, f, g, h, ref a, TLanes.Add(Word(w, 15, t > 0), TLanes.Of(k[t + 15])));
            }
        }

        state[0] = TLanes.Add(state[0], a);
        state[1] = TLanes.Add(state[1], b);
        state[2] = TLanes.Add(state[2], c);
        state[3] = TLanes.Add(state[3], d);
        state[4] = TLanes.Add(state[4], e);
        state[5] = TLanes.Add(state[5], f);
        state[6] = TLanes.Add(state[6], g);
        state[7] = TLanes.Add(state[7], h);
    }

    /// <summary>The next word of the message schedule, of which the last sixteen are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Word(TVector* w, int index, bool isExtended)
    {
        if (isExtended)
        {
            var sum = TLanes.Add(TLanes.SmallSigma0(w[(index + 1) & 15]), TLanes.SmallSigma1(w[(index + 14) & 15]));
            w[index] = TLanes.Add(TLanes.Add(w[index], w[(index + 9) & 15]), sum);
        }

        return w[index];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h, TVector word)
    {
        var first = TLanes.Add(TLanes.Add(h, word), TLanes.Add(TLanes.LargeSigma1(e), TLanes.Choose(e, f, g)));
        d = TLanes.Add(d, first);
        h = TLanes.Add(first, TLanes.Add(TLanes.LargeSigma0(a), TLanes.Majority(a, b, c)));
    }
}
