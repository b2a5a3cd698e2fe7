using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>A 128-bit identity of a row, unique up to collisions that never happen in practice.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    // The multipliers and additive constants of MurmurHash3 x64 128 (public domain, Austin Appleby).
    private const ulong MultiplierLow = 0x87c37b91114253d5;
    private const ulong MultiplierHigh = 0x4cf5ad432745937f;

    /// <summary>The low 64 bits.</summary>
    public readonly ulong Low;

    /// <summary>The high 64 bits.</summary>
    public readonly ulong High;

    /// <summary>Makes an identity of its bits.</summary>
    /// <param name="low">The low 64 bits.</param>
    /// <param name="high">The high 64 bits.</param>
    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The identity after mixing in sixteen bytes that say 1: a child of this row, distinct from <see cref="Next"/>.</summary>
    public DataViewRowId Fork() => Mix(1, 0);

    /// <summary>The identity after mixing in sixteen zero bytes: another child of this row.</summary>
    public DataViewRowId Next() => Mix(0, 0);

    /// <summary>The identity of a row made of this one and another.</summary>
    /// <param name="other">The identity of the other row.</param>
    public DataViewRowId Combine(DataViewRowId other)
    {
        DataViewRowId forked = other.Fork();
        return Mix(forked.Low, forked.High);
    }

    /// <summary>Compares as 128-bit numbers.</summary>
    /// <param name="other">The other identity.</param>
    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>Tells whether all bits agree.</summary>
    /// <param name="other">The other identity.</param>
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    /// <summary>Tells whether an object is an identity with the same bits.</summary>
    /// <param name="obj">The object.</param>
    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    /// <summary>Hash of all bits.</summary>
    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>32 hexadecimal digits, high bits first.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";

    private DataViewRowId Mix(ulong first, ulong second)
    {
        ulong low = Low ^ (BitOperations.RotateLeft(first * MultiplierLow, 31) * MultiplierHigh);
        low = ((BitOperations.RotateLeft(low, 27) + High) * 5) + 0x52dce729;
        ulong high = High ^ (BitOperations.RotateLeft(second * MultiplierHigh, 33) * MultiplierLow);
        high = ((BitOperations.RotateLeft(high, 31) + low) * 5) + 0x38495ab5;
        return new DataViewRowId(low, high);
    }
}
