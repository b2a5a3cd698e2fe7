using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DataWorth.Artifacts;

/// <summary>Eight lanes in registers of AVX2.</summary>
internal readonly struct Lanes256 : ILaneVector<Vector256<uint>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Lanes => 8;

    private static Vector128<byte> Swap => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Of(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LargeSigma0(Vector256<uint> words) => Rotate(words, 2) ^ Rotate(words, 13) ^ Rotate(words, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LargeSigma1(Vector256<uint> words) => Rotate(words, 6) ^ Rotate(words, 11) ^ Rotate(words, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SmallSigma0(Vector256<uint> words) => Rotate(words, 7) ^ Rotate(words, 18) ^ (words >>> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SmallSigma1(Vector256<uint> words) => Rotate(words, 17) ^ Rotate(words, 19) ^ (words >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> selector, Vector256<uint> ifOne, Vector256<uint> ifZero) =>
        (selector & (ifOne ^ ifZero)) ^ ifZero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> first, Vector256<uint> second, Vector256<uint> third) =>
        ((first | second) & third) | (first & second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Load(byte** blocks, nint offset, Vector256<uint>* words, Vector256<uint>* scratch)
    {
        LoadHalf(blocks, offset, words, scratch);
        LoadHalf(blocks, offset + 32, words + 8, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> words, int count) => (words >>> count) | (words << (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void LoadHalf(byte** blocks, nint offset, Vector256<uint>* words, Vector256<uint>* scratch)
    {
        var swap = Vector256.Create(Swap, Swap);
        var r = scratch;
        var t = scratch + 8;
        for (var lane = 0; lane < 8; lane++)
        {
            r[lane] = Avx2.Shuffle(Vector256.Load(blocks[lane] + offset), swap).AsUInt32();
        }

        // A transposition of 8 x 8 words: within 128 bits by unpacking, then of the halves.
        for (var i = 0; i < 8; i += 2)
        {
            t[i] = Avx2.UnpackLow(r[i], r[i + 1]);
            t[i + 1] = Avx2.UnpackHigh(r[i], r[i + 1]);
        }

        for (var i = 0; i < 8; i += 4)
        {
            r[i] = Avx2.UnpackLow(t[i].AsUInt64(), t[i + 2].AsUInt64()).AsUInt32();
            r[i + 1] = Avx2.UnpackHigh(t[i].AsUInt64(), t[i + 2].AsUInt64()).AsUInt32();
            r[i + 2] = Avx2.UnpackLow(t[i + 1].AsUInt64(), t[i + 3].AsUInt64()).AsUInt32();
            r[i + 3] = Avx2.UnpackHigh(t[i + 1].AsUInt64(), t[i + 3].AsUInt64()).AsUInt32();
        }

        for (var i = 0; i < 4; i++)
        {
            words[i] = Avx2.Permute2x128(r[i], r[i + 4], 0x20);
            words[i + 4] = Avx2.Permute2x128(r[i], r[i + 4], 0x31);
        }
    }
}
