namespace DataWorth.Artifacts;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">The name.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The sizes of the dimensions, row-major; empty for a scalar.</param>
/// <param name="Offset">Position of its first byte in the file.</param>
/// <param name="ByteCount">Its bytes.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsDType DType, IReadOnlyList<long> Shape, long Offset, long ByteCount)
{
    /// <summary>Number of elements.</summary>
    public long ElementCount => ByteCount / DType.Size();

    /// <summary>The name, element type and shape, as the writer takes them.</summary>
    public SafetensorsEntry Entry => new(Name, DType, Shape);
}
