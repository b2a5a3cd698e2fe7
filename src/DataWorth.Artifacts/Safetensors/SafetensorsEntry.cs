using System.Text.Json.Serialization;

namespace DataWorth.Artifacts;

/// <summary>A tensor to be written: its name, element type and shape.</summary>
/// <param name="Name">The name; any text except the empty one and <c>__metadata__</c>.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The sizes of the dimensions, row-major; empty for a scalar.</param>
public sealed record SafetensorsEntry(string Name, [property: JsonPropertyName("dtype")] SafetensorsDType DType, IReadOnlyList<long> Shape)
{
    /// <summary>Makes an entry from sizes.</summary>
    /// <param name="name">The name.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    public static SafetensorsEntry Of(string name, SafetensorsDType dtype, params long[] shape) => new(name, dtype, shape);

    /// <summary>Bytes of the tensor: the product of the sizes times the bytes of an element.</summary>
    /// <exception cref="ArgumentException">A size is negative or the product is over 2^63.</exception>
    [JsonIgnore]
    public long ByteCount => SafetensorsShape.TryByteCount(DType, Shape, out var bytes) ? bytes : Throw.BadShape(Name, Shape);

    /// <summary>Equal names, element types and shapes.</summary>
    /// <param name="other">The other entry.</param>
    public bool Equals(SafetensorsEntry? other) =>
        other is not null && Name == other.Name && DType == other.DType && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DType, Shape.Count);

    /// <summary>The text <c>name F32 [4, 8]</c>.</summary>
    public override string ToString() => $"{Name} {DType.Name()} {SafetensorsShape.Text(Shape)}";
}
