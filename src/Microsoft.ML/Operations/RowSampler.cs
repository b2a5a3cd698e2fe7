using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Gives every row a number in [0, 1) that depends on a seed and on the row's identity or key only.</summary>
/// <remarks>So the parts of a split are disjoint and complete however often, and in whatever order, their cursors run.</remarks>
internal static class RowSampler
{
    /// <summary>Draws by the identity of the row.</summary>
    public static Func<double> ById(DataViewRow row, int seed)
    {
        ValueGetter<DataViewRowId> getter = row.GetIdGetter();
        DataViewRowId id = default;
        return () =>
        {
            getter(ref id);
            return ToUnit(Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<DataViewRowId>(in id)), seed));
        };
    }

    /// <summary>Draws by the value of a column, so that rows of one value stay together.</summary>
    public static Func<double> ByKey(DataViewRow row, DataViewSchema.Column column, int seed)
    {
        Type hasher = column.Type.RawType == typeof(ReadOnlyMemory<char>) ? typeof(TextHasher) : typeof(ValueHasher<>).MakeGenericType(column.Type.RawType);
        return ((IHasher)Activator.CreateInstance(hasher, RawGetter.Of(row, column))).ToUnit(seed);
    }

    // FNV-1a over the bytes, then the finaliser of SplitMix64, which spreads it over all bits.
    private static ulong Hash(ReadOnlySpan<byte> bytes, int seed)
    {
        ulong hash = 14695981039346656037 ^ Finish((ulong)seed + 0x9e3779b97f4a7c15);
        foreach (byte value in bytes)
            hash = (hash ^ value) * 1099511628211;
        return Finish(hash);
    }

    private static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }

    private static double ToUnit(ulong hash) => (hash >> 11) * Math.ScaleB(1, -53);

    private interface IHasher
    {
        Func<double> ToUnit(int seed);
    }

    private sealed class TextHasher(ValueGetter<ReadOnlyMemory<char>> getter) : IHasher
    {
        private ReadOnlyMemory<char> _value;

        public Func<double> ToUnit(int seed) => () =>
        {
            getter(ref _value);
            return RowSampler.ToUnit(Hash(MemoryMarshal.AsBytes(_value.Span), seed));
        };
    }

    private sealed class ValueHasher<T>(ValueGetter<T> getter) : IHasher
        where T : struct, IEquatable<T>
    {
        private T _value;

        public Func<double> ToUnit(int seed) => () =>
        {
            getter(ref _value);
            // A time's bytes hold flags and padding besides the time.
            ulong ticks = 0;
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in ticks));
            if (_value is DateTime time)
                ticks = (ulong)time.Ticks;
            else if (_value is DateTimeOffset offset)
                ticks = (ulong)offset.UtcTicks;
            else
                bytes = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref _value), Unsafe.SizeOf<T>());
            return RowSampler.ToUnit(Hash(bytes, seed));
        };
    }
}
