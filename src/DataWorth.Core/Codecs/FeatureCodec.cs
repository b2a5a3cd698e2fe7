namespace DataWorth.Codecs;

/// <summary>Chooses a codec by the element type on disk.</summary>
public static class FeatureCodec
{
    /// <summary>The dense codec of a floating type, or the scaled one of <see cref="ScalarType.Int8"/>.</summary>
    /// <param name="type">Float32, Float64, BFloat16, Float16 or Int8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another type.</exception>
    public static IFeatureCodec Of(ScalarType type) => type == ScalarType.Int8 ? new Int8Codec() : new DenseCodec(type);
}
