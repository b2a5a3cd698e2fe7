namespace Microsoft.ML.Data;

/// <summary>Categories held as unsigned integers: 0 is missing, the categories are 1 to <see cref="Count"/>.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>Makes a key type.</summary>
    /// <param name="type"><see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/> or <see cref="ulong"/>.</param>
    /// <param name="count">Number of categories, 1 to the largest value of <paramref name="type"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another type, or a count outside that range.</exception>
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        Throw.Unless(IsValidDataType(type), nameof(type), $"Type is not valid, it must be Byte, UInt16, UInt32, or UInt64, got {type.Name}.");
        Throw.Unless(count >= 1 && count <= Largest(type), nameof(count),
            $"The cardinality of a {nameof(KeyDataViewType)} must not exceed {type.Name}.MaxValue and must be strictly positive, but got {count}.");
        Count = count;
    }

    /// <summary>Makes a key type whose categories come from a list.</summary>
    /// <param name="type"><see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/> or <see cref="ulong"/>.</param>
    /// <param name="count">Number of categories, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another type, or a count outside its range.</exception>
    public KeyDataViewType(Type type, int count)
        : this(type, (ulong)Math.Max(0, count))
    {
    }

    /// <summary>Number of categories.</summary>
    public ulong Count { get; }

    /// <summary>Tells whether keys can be held in a .NET type.</summary>
    /// <param name="type">The .NET type.</param>
    public static bool IsValidDataType(Type type) =>
        type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(byte);

    /// <summary>Tells whether another type is a key of the same .NET type and count.</summary>
    /// <param name="other">The other type.</param>
    public override bool Equals(DataViewType other) => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    /// <summary>Tells whether another object is a key type of the same .NET type and count.</summary>
    /// <param name="other">The other object.</param>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <summary>Hash of the .NET type and the count.</summary>
    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    /// <summary>The .NET type and the range counted from 0, e.g. <c>Key&lt;UInt32, 0-9&gt;</c>.</summary>
    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    internal static ulong Largest(Type type) =>
        type == typeof(ulong) ? ulong.MaxValue
        : type == typeof(uint) ? uint.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : byte.MaxValue;
}
