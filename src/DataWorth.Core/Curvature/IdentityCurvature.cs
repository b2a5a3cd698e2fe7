using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>No curvature: (H + lambda I)^-1 = I, so that scores are plain dot products.</summary>
public sealed class IdentityCurvature : ICurvature
{
    /// <summary>Makes it for a layout.</summary>
    public IdentityCurvature(FeatureLayout layout) => Layout = layout;

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => [];

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping) => features.clone();

    /// <inheritdoc/>
    public Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups) =>
        groups.Sum(i => batch.Blocks[i].WeightedSquares(null));

    /// <inheritdoc/>
    public void Dispose() { }
}
