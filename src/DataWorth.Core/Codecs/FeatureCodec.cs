using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Chooses a codec.</summary>
public static class FeatureCodec
{
    /// <summary>The dense codec of a floating type, or the scaled one of <see cref="ScalarType.Int8"/>.</summary>
    /// <param name="type">Float32, Float64, BFloat16, Float16 or Int8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another type.</exception>
    public static IFeatureCodec Of(ScalarType type) => type == ScalarType.Int8 ? new Int8Codec() : new DenseCodec(type);

    /// <summary>The codec that keeps features without loss in the fewest numbers: factors where each gradient is one outer product and that
    /// saves something, else dense rows.</summary>
    /// <param name="type">Element type of the features: Float32 or Float64.</param>
    /// <param name="layout">Their layout.</param>
    /// <param name="outerProducts">Names of the blocks whose gradients are one outer product for every example.</param>
    public static IFeatureCodec Lossless(ScalarType type, FeatureLayout layout, IReadOnlySet<string> outerProducts) =>
        layout.Blocks.Any(block => outerProducts.Contains(block.Name) && FactoredCodec.Saves(block))
            ? new FactoredCodec(type, outerProducts)
            : new DenseCodec(type);
}
