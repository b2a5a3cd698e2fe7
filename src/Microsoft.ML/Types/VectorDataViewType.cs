using System.Collections.Immutable;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Vectors of a primitive type, held as <see cref="VBuffer{T}"/>.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <summary>Makes a vector type of one dimension.</summary>
    /// <param name="itemType">Type of an item.</param>
    /// <param name="size">Length of every vector; 0: the length differs from row to row.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size), nameof(size))
    {
    }

    /// <summary>Makes a vector type of several dimensions, stored with the last one fastest.</summary>
    /// <param name="itemType">Type of an item.</param>
    /// <param name="dimensions">At least one; 0: not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">No dimension, or a negative one.</exception>
    /// <exception cref="OverflowException">The product exceeds <see cref="int.MaxValue"/>.</exception>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions is null ? [] : [.. dimensions], nameof(dimensions))
    {
    }

    /// <summary>Makes a vector type of several dimensions, stored with the last one fastest.</summary>
    /// <param name="itemType">Type of an item.</param>
    /// <param name="dimensions">At least one; 0: not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">No dimension, or a negative one.</exception>
    /// <exception cref="OverflowException">The product exceeds <see cref="int.MaxValue"/>.</exception>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : this(itemType, dimensions, nameof(dimensions))
    {
    }

    private VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions, string parameter)
        : base(RawTypeOf(itemType))
    {
        Throw.Unless(dimensions.Length > 0, parameter, "A vector type needs at least one dimension.");
        int size = 1;
        foreach (int dimension in dimensions)
        {
            Throw.Unless(dimension >= 0, parameter, $"A dimension must not be negative, got {dimension}.");
            size = checked(size * dimension);
        }
        ItemType = itemType;
        Dimensions = dimensions;
        Size = size;
    }

    /// <summary>The dimensions, at least one; 0 stands for a length that is not known.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>Whether all vectors have the length <see cref="Size"/>.</summary>
    public bool IsKnownSize => Size > 0;

    /// <summary>Type of an item.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>Product of <see cref="Dimensions"/>: the length of every vector, or 0 if it differs from row to row.</summary>
    public int Size { get; }

    /// <summary>Tells whether another type has the same item type and dimensions.</summary>
    /// <param name="other">The other type.</param>
    public override bool Equals(DataViewType other) =>
        ReferenceEquals(this, other)
        || (other is VectorDataViewType vector && ItemType.Equals(vector.ItemType) && Dimensions.SequenceEqual(vector.Dimensions));

    /// <summary>Tells whether another object is a vector type with the same item type and dimensions.</summary>
    /// <param name="other">The other object.</param>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <summary>Hash of the item type and the dimensions.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(ItemType);
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>Item type and dimensions, e.g. <c>Vector&lt;Single, 10&gt;</c>, <c>Vector&lt;Int32&gt;</c>, <c>Vector&lt;Single, 2, *&gt;</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Vector<").Append(ItemType);
        foreach (int dimension in Dimensions)
        {
            if (dimension > 0)
                text.Append(", ").Append(dimension);
            else if (Dimensions.Length > 1)
                text.Append(", *");
        }
        return text.Append('>').ToString();
    }

    private static Type RawTypeOf(PrimitiveDataViewType itemType)
    {
        Throw.IfNull(itemType, nameof(itemType));
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }
}
