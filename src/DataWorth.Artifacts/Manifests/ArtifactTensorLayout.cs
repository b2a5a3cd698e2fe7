using System.Text.Json.Serialization;

namespace DataWorth.Artifacts;

/// <summary>One of the tensors that every row of an artifact has.</summary>
/// <param name="Name">The tensor's name in each shard.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The shape of one row, sizes of at least 1; empty for one number per row. In a shard the tensor is [rows,
/// shape...].</param>
public sealed record ArtifactTensorLayout(
    string Name,
    [property: JsonPropertyName("dtype")] SafetensorsDType DType,
    IReadOnlyList<long> Shape
)
{
    /// <summary>Makes a layout from sizes.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape of one row.</param>
    public static ArtifactTensorLayout Of(string name, SafetensorsDType dtype, params long[] shape) => new(name, dtype, shape);

    /// <summary>Bytes of one row of the tensor.</summary>
    [JsonIgnore]
    public long RowBytes => Rows(1).ByteCount;

    /// <summary>The tensor of a shard with that many rows.</summary>
    /// <param name="rowCount">Rows of the shard.</param>
    public SafetensorsEntry Rows(long rowCount) => new(Name, DType, [rowCount, .. Shape]);

    /// <summary>Equal names, element types and shapes.</summary>
    /// <param name="other">The other layout.</param>
    public bool Equals(ArtifactTensorLayout? other) =>
        other is not null && Name == other.Name && DType == other.DType && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DType, Shape.Count);

    /// <summary>The text <c>name F32 [4, 8]</c>.</summary>
    public override string ToString() => $"{Name} {DType.Name()} {SafetensorsShape.Text(Shape)}";
}
