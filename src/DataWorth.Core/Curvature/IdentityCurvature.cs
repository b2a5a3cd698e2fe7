using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>No curvature: H + lambda I = I, so that scores are plain dot products.</summary>
public sealed class IdentityCurvature : ICurvature
{
    /// <summary>Makes it for a layout.</summary>
    public IdentityCurvature(FeatureLayout layout) => Layout = layout;

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping) => features.clone();

    /// <inheritdoc/>
    public Tensor SelfInfluence(Tensor features, Damping damping)
    {
        using var scope = NewDisposeScope();
        return features.square().sum(-1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
