using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>Finds the blocks whose gradient is one outer product for every training example: modules that see one position per
/// example.</summary>
internal static class OuterProductBlocks
{
    private const int Examples = 2;

    /// <summary>As an earlier fit stored them, so that a second fit does not run the model; else as the first examples show.</summary>
    /// <param name="store">Where features are kept.</param>
    /// <param name="factored">Key that the features have when some blocks are factors.</param>
    /// <param name="map">The feature map.</param>
    /// <param name="train">The training view.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static IReadOnlySet<string> Find(
        IArtifactStore store,
        ArtifactKey factored,
        IFeatureMap map,
        BatchReader train,
        CancellationToken cancellationToken
    )
    {
        // Rows of different lengths may have one position in the first batch and several in the next.
        if (!train.HasFixedLengths)
        {
            return new HashSet<string>();
        }

        if (ArtifactCatalog.TryReadManifest(store, factored, cancellationToken) is { } manifest)
        {
            return FactoredCodec.Factored(map.Layout, manifest.Layout.Select(tensor => tensor.Name));
        }

        using var read = train.Read(Examples, 0, null, cancellationToken).GetEnumerator();
        read.MoveNext(); // the view is not empty
        using var features = map.Map(read.Current.Batch);
        return features.Blocks.Where(block => block.IsOuterProduct).Select(block => block.Shape.Name).ToHashSet();
    }
}
