namespace DataWorth.Codecs;

/// <summary>One named tensor that a codec keeps per example.</summary>
/// <param name="Name">Name in the shard.</param>
/// <param name="Type">Element type on disk.</param>
/// <param name="RowShape">Shape of one example's part.</param>
public sealed record StoredTensor(string Name, ScalarType Type, IReadOnlyList<long> RowShape)
{
    /// <summary>Bytes of one example's part.</summary>
    public long RowBytes => RowShape.Aggregate(1L, (product, size) => product * size) * ElementSize;

    /// <summary>Whether its numbers can be other than finite.</summary>
    public bool IsFloating => Type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;

    private long ElementSize =>
        Type switch
        {
            ScalarType.Float64 or ScalarType.Int64 => 8,
            ScalarType.Float32 or ScalarType.Int32 => 4,
            ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
            _ => 1,
        };
}
