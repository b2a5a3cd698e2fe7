using System.Runtime.InteropServices;

namespace DataWorth.Data;

/// <summary>A fast 128-bit hash of a row's content, by which rows that were already stored are recognised. Not for adversaries.</summary>
/// <remarks>Two 64-bit lanes, each folding a word by a full 64 x 64 bit multiplication, with the length mixed in; at 10^9 rows the chance
/// of any collision is below 10^-19.
/// Even and odd words have a pair of lanes each, joined at the end: four multiplications are under way at once.</remarks>
internal struct RowHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD1B54A32D192ED03;

    private ulong _a;
    private ulong _b;

    /// <summary>Adds bytes; ("ab", "c") and ("a", "bc") differ.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong a = _a ^ (ulong)bytes.Length,
            b = _b + ((ulong)bytes.Length * Second);
        ulong c = a + Second,
            d = b ^ First;
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            a = Fold(a ^ words[i], First);
            b = Fold(b + words[i], Second);
            c = Fold(c ^ words[i + 1], Second);
            d = Fold(d + words[i + 1], First);
        }

        var last = (words.Length & 1) == 1 ? words[^1] : 0;
        ulong tail = 0;
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            tail = (tail << 8) | rest;
        }

        _a = Fold(Fold(a ^ c, First) ^ last, Second) ^ Fold(tail ^ c, First);
        _b = Fold(Fold(b + d, Second) + last, First) ^ Fold(tail + d, Second);
    }

    /// <summary>The hash of everything added.</summary>
    public readonly UInt128 ToHash() => new(Fold(_a ^ First, Second) + _b, Fold(_b ^ Second, First) ^ _a);

    private static ulong Fold(ulong value, ulong multiplier)
    {
        var high = Math.BigMul(value ^ multiplier, multiplier | 1, out var low);
        return high ^ low ^ System.Numerics.BitOperations.RotateLeft(value, 29);
    }
}
