using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DataWorth.Artifacts;

/// <summary>Sixteen lanes in registers of AVX-512.</summary>
internal readonly struct Lanes512 : ILaneVector<Vector512<uint>>
{
    // Truth tables of the instruction that combines three registers bit by bit.
    private const byte Xor = 0x96;
    private const byte ChooseBits = 0xCA;
    private const byte MajorityBits = 0xE8;

    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Lanes => 16;

    private static Vector128<byte> Swap => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Of(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LargeSigma0(Vector512<uint> words) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(words, 2), Avx512F.RotateRight(words, 13), Avx512F.RotateRight(words, 22), Xor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LargeSigma1(Vector512<uint> words) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(words, 6), Avx512F.RotateRight(words, 11), Avx512F.RotateRight(words, 25), Xor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SmallSigma0(Vector512<uint> words) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(words, 7), Avx512F.RotateRight(words, 18), words >>> 3, Xor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SmallSigma1(Vector512<uint> words) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(words, 17), Avx512F.RotateRight(words, 19), words >>> 10, Xor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choose(Vector512<uint> selector, Vector512<uint> ifOne, Vector512<uint> ifZero) =>
        Avx512F.TernaryLogic(selector, ifOne, ifZero, ChooseBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third) =>
        Avx512F.TernaryLogic(first, second, third, MajorityBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Load(byte** blocks, nint offset, Vector512<uint>* words, Vector512<uint>* scratch)
    {
        var swap = Vector512.Create(Vector256.Create(Swap, Swap), Vector256.Create(Swap, Swap));
        var r = scratch;
        var t = scratch + 16;
        for (var lane = 0; lane < 16; lane++)
        {
            r[lane] = Avx512BW.Shuffle(Vector512.Load(blocks[lane] + offset), swap).AsUInt32();
        }

        // A transposition of 16 x 16 words: within 128 bits by unpacking, then of the 4 x 4 quarters.
        for (var i = 0; i < 16; i += 2)
        {
            t[i] = Avx512F.UnpackLow(r[i], r[i + 1]);
            t[i + 1] = Avx512F.UnpackHigh(r[i], r[i + 1]);
        }

        for (var i = 0; i < 16; i += 4)
        {
            r[i] = Avx512F.UnpackLow(t[i].AsUInt64(), t[i + 2].AsUInt64()).AsUInt32();
            r[i + 1] = Avx512F.UnpackHigh(t[i].AsUInt64(), t[i + 2].AsUInt64()).AsUInt32();
            r[i + 2] = Avx512F.UnpackLow(t[i + 1].AsUInt64(), t[i + 3].AsUInt64()).AsUInt32();
            r[i + 3] = Avx512F.UnpackHigh(t[i + 1].AsUInt64(), t[i + 3].AsUInt64()).AsUInt32();
        }

        for (var i = 0; i < 4; i++)
        {
            t[i] = Avx512F.Shuffle4x128(r[i], r[i + 4], 0x88);
            t[i + 4] = Avx512F.Shuffle4x128(r[i], r[i + 4], 0xDD);
            t[i + 8] = Avx512F.Shuffle4x128(r[i + 8], r[i + 12], 0x88);
            t[i + 12] = Avx512F.Shuffle4x128(r[i + 8], r[i + 12], 0xDD);
        }

        for (var i = 0; i < 4; i++)
        {
            words[i] = Avx512F.Shuffle4x128(t[i], t[i + 8], 0x88);
            words[i + 8] = Avx512F.Shuffle4x128(t[i], t[i + 8], 0xDD);
            words[i + 4] = Avx512F.Shuffle4x128(t[i + 4], t[i + 12], 0x88);
            words[i + 12] = Avx512F.Shuffle4x128(t[i + 4], t[i + 12], 0xDD);
        }
    }
}
