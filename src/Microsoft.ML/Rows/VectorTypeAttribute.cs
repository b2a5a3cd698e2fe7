namespace Microsoft.ML.Data;

/// <summary>Tells the dimensions of a vector member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>A vector whose length differs from row to row.</summary>
    public VectorTypeAttribute()
    {
    }

    /// <summary>A vector of one length.</summary>
    /// <param name="size">The length; 0: differs from row to row.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public VectorTypeAttribute(int size)
        : this([size])
    {
    }

    /// <summary>A vector of several dimensions, stored with the last one fastest.</summary>
    /// <param name="dimensions">The dimensions; 0: not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public VectorTypeAttribute(params int[] dimensions)
    {
        foreach (int size in dimensions)
            Throw.Unless(size >= 0, nameof(dimensions), $"A dimension must not be negative, got {size}.");
        Dimensions = dimensions;
    }

    internal int[] Dimensions { get; }
}
