namespace Microsoft.ML.Data;

/// <summary>Type of the values of a column. New types derive from <see cref="PrimitiveDataViewType"/> or <see cref="StructuredDataViewType"/>.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        Throw.IfNull(rawType, nameof(rawType));
        RawType = rawType;
    }

    /// <summary>The .NET type of a value. Two types may share it: a key and a number may both be <see cref="uint"/>.</summary>
    public Type RawType { get; }

    /// <summary>Tells whether another type is the same.</summary>
    /// <param name="other">The other type; null is never the same.</param>
    public abstract bool Equals(DataViewType other);
}
