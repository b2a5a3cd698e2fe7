using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Planning;

/// <summary>What of the model and the data decides how much a fit takes.</summary>
/// <param name="Gradients">Layout of the full gradients of the tracked modules.</param>
/// <param name="Examples">Training examples N.</param>
/// <param name="Type">Type of features and statistics.</param>
public sealed record FitShape(FeatureLayout Gradients, long Examples, ScalarType Type)
{
    /// <summary>Bytes of memory that a batch takes in a pass that takes gradients. Default 0: not known.</summary>
    public long ActivationBytes { get; init; }

    /// <summary>Bytes of a number.</summary>
    public int NumberBytes => Type == ScalarType.Float64 ? sizeof(double) : sizeof(float);

    /// <summary>The estimate of a fit.</summary>
    /// <param name="features">Layout of what is stored per example.</param>
    /// <param name="codec">How it lies there; null where nothing is stored.</param>
    /// <param name="curvature">The curvature's share.</param>
    internal FitEstimate Estimate(FeatureLayout features, IFeatureCodec? codec, CurvatureCost curvature = default) =>
        new(
            Examples,
            codec?.Describe(features).Sum(tensor => tensor.RowBytes) ?? 0,
            curvature.StoredBytes,
            curvature.MemoryBytes,
            features.Blocks.MaxBy(block => block.Size)
        )
        {
            ActivationBytes = ActivationBytes,
        };
}
