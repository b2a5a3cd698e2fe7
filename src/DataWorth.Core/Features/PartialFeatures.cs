namespace DataWorth.Features;

/// <summary>Training features cut down to consecutive blocks: a curvature that is fitted on them sees nothing of the other
/// modules.</summary>
/// <param name="whole">All features.</param>
/// <param name="first">First block.</param>
/// <param name="count">How many.</param>
public sealed class PartialFeatures(ITrainingFeatures whole, int first, int count) : ITrainingFeatures
{
    /// <inheritdoc/>
    public FeatureLayout Layout { get; } = whole.Layout.Range(first, count);

    /// <inheritdoc/>
    public ScalarType Type => whole.Type;

    /// <inheritdoc/>
    public Device Device => whole.Device;

    /// <inheritdoc/>
    public long Count => whole.Count;

    /// <inheritdoc/>
    public IEnumerable<FeatureBatch> Rows() => whole.Rows().Select(Cut);

    /// <inheritdoc/>
    public IEnumerable<FeatureBatch> Gradients() => whole.Gradients().Select(Cut);

    private FeatureBatch Cut(FeatureBatch batch) => new(batch.Ids, [.. batch.Blocks.Skip(first).Take(count)]);
}
