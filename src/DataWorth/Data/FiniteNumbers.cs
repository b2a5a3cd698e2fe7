using System.Numerics;
using System.Runtime.InteropServices;

namespace DataWorth.Data;

/// <summary>Looks for NaN and infinities.</summary>
internal static class FiniteNumbers
{
    private const int SingleExponent = 0x7F800000;

    /// <summary>Position of the first number that is not finite; -1 when all are.</summary>
    public static int IndexOfOther(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, int>(values);
        var exponent = new Vector<int>(SingleExponent);
        var i = 0;
        for (; i + Vector<int>.Count <= bits.Length; i += Vector<int>.Count)
        {
            if (Vector.EqualsAny(new Vector<int>(bits[i..]) & exponent, exponent))
            {
                break;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Position of the first number that is not finite; -1 when all are.</summary>
    public static int IndexOfOther(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
