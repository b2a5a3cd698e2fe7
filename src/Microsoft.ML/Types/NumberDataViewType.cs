namespace Microsoft.ML.Data;

/// <summary>The number types, one object each.</summary>
public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type rawType)
        : base(rawType)
    {
    }

    /// <summary>Numbers held as <see cref="sbyte"/>.</summary>
    public static NumberDataViewType SByte { get; } = new(typeof(sbyte));

    /// <summary>Numbers held as <see cref="byte"/>.</summary>
    public static NumberDataViewType Byte { get; } = new(typeof(byte));

    /// <summary>Numbers held as <see cref="short"/>.</summary>
    public static NumberDataViewType Int16 { get; } = new(typeof(short));

    /// <summary>Numbers held as <see cref="ushort"/>.</summary>
    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));

    /// <summary>Numbers held as <see cref="int"/>.</summary>
    public static NumberDataViewType Int32 { get; } = new(typeof(int));

    /// <summary>Numbers held as <see cref="uint"/>.</summary>
    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));

    /// <summary>Numbers held as <see cref="long"/>.</summary>
    public static NumberDataViewType Int64 { get; } = new(typeof(long));

    /// <summary>Numbers held as <see cref="ulong"/>.</summary>
    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));

    /// <summary>Numbers held as <see cref="float"/>; missing is NaN.</summary>
    public static NumberDataViewType Single { get; } = new(typeof(float));

    /// <summary>Numbers held as <see cref="double"/>; missing is NaN.</summary>
    public static NumberDataViewType Double { get; } = new(typeof(double));

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>Name of the .NET type, e.g. <c>Single</c>.</summary>
    public override string ToString() => RawType.Name;
}
