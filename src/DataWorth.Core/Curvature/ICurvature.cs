using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>The second part of a recipe: a fitted approximation H of the curvature, block diagonal over the layout, that can be inverted
/// with any damping.</summary>
public interface ICurvature : IDisposable
{
    /// <summary>Layout of the features it was fitted on.</summary>
    FeatureLayout Layout { get; }

    /// <summary>The statistics that define it, by name: what is persisted. Owned by the curvature.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>What had to be done to keep the numbers sound (jitter, clipped eigenvalues, raised damping), one sentence each; usually
    /// empty.</summary>
    IReadOnlyList<string> Reports { get; }

    /// <summary>(H + lambda I)^-1 phi for each row, a new tensor [B, D]. Asking with one damping never changes the answer for
    /// another.</summary>
    /// <param name="features">phi [B, D].</param>
    /// <param name="damping">lambda.</param>
    Tensor Precondition(Tensor features, Damping damping);

    /// <summary>Self-influence phi^T (H + lambda I)^-1 phi of each example, split among groups of blocks, a new tensor [G, B] in
    /// float64, of which squares of float32 can be too small or too large; never negative for a positive semidefinite H.</summary>
    /// <param name="batch">The examples' features.</param>
    /// <param name="damping">lambda.</param>
    /// <param name="groups">Which blocks are summed.</param>
    Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups);
}
