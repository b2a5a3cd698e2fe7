using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>A block-diagonal curvature whose parts are loaded one at a time, so that the statistics of all modules never lie in memory
/// together.</summary>
/// <remarks>Every use loads each part once: preconditioning costs one reading, self-influence one reading per batch.</remarks>
public sealed class PartitionedCurvature : ICurvature
{
    private readonly IReadOnlyList<(int First, int Count)> _parts;
    private readonly Func<int, ICurvature> _load;
    private readonly DampingRaises _raises = new();

    /// <summary>Describes the parts; loads nothing yet.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="parts">Consecutive blocks of each part, as <see cref="FeatureLayout.Split"/> gives them.</param>
    /// <param name="load">Loads the curvature of a part, over <see cref="FeatureLayout.Range"/> of its blocks; it is disposed after
    /// use.</param>
    public PartitionedCurvature(FeatureLayout layout, IReadOnlyList<(int First, int Count)> parts, Func<int, ICurvature> load)
    {
        Layout = layout;
        _parts = parts;
        _load = load;
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <summary>Empty: the parts are persisted one by one.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => _raises.Reports;

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var result = empty_like(features);
        for (var i = 0; i < _parts.Count; i++)
        {
            using var inner = NewDisposeScope();
            using var curvature = _load(i);
            var start = Layout.Offset(_parts[i].First);
            result
                .narrow(-1, start, curvature.Layout.Size)
                .copy_(curvature.Precondition(features.narrow(-1, start, curvature.Layout.Size), damping));
            Keep(curvature.Reports);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var parts = new List<Tensor>();
        for (var i = 0; i < _parts.Count; i++)
        {
            using var curvature = _load(i);
            // the blocks stay the batch's
            var part = new FeatureBatch(batch.Ids, [.. batch.Blocks.Skip(_parts[i].First).Take(_parts[i].Count)]);
            parts.Add(curvature.SelfInfluence(part, damping, BlockGroups.Single(curvature.Layout))); // [blocks of the part, B]
            Keep(curvature.Reports);
        }

        var blocks = cat(parts, 0);
        return groups.Sum(i => blocks.select(0, i).clone()).MoveToOuterDisposeScope();
    }

    /// <summary>Holds nothing.</summary>
    public void Dispose() { }

    private void Keep(IEnumerable<string> reports)
    {
        foreach (var report in reports)
        {
            _raises.Report(report);
        }
    }
}
