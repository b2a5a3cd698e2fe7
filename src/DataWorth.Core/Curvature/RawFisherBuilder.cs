using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>Accumulates the empirical Fisher of the features, one dense block per module: sum_n phi_n,l phi_n,l^T.</summary>
/// <remarks>Memory sum_l D_l^2 numbers. Only the panels on and above the diagonal are computed (5/8 of the products with four panels); the rest is mirrored once, at the end.</remarks>
public sealed class RawFisherBuilder : ICurvatureBuilder
{
    private const string CountName = "examples";
    private const int Panels = 4;

    private readonly FeatureLayout _layout;
    private readonly Dictionary<string, Tensor> _sums = [];

    /// <summary>Starts with empty sums.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="type">Type of the sums: that of the features.</param>
    /// <param name="device">Device of the features.</param>
    public RawFisherBuilder(FeatureLayout layout, ScalarType type, Device device)
    {
        _layout = layout;
        foreach (var block in layout.Blocks)
            _sums.Add(block.Name, zeros([block.Size, block.Size], type, device).DetachFromDisposeScope());
        _sums.Add(CountName, zeros([1], ScalarType.Int64).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Sums => _sums;

    /// <inheritdoc/>
    public void Add(Tensor features)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        for (var i = 0; i < _layout.Blocks.Count; i++)
        {
            var rows = _layout.Slice(features, i);
            var sum = _sums[_layout.Blocks[i].Name];
            var size = _layout.Blocks[i].Size;
            var panel = Math.Max(64, (size + Panels - 1) / Panels);
            for (long first = 0; first < size; first += panel)
            {
                var height = Math.Min(panel, size - first);
                sum.narrow(0, first, height).narrow(1, first, size - first)
                    .addmm_(rows.narrow(1, first, height).t(), rows.narrow(1, first, size - first), 1, 1);
            }
        }

        _sums[CountName].add_(features.shape[0]);
    }

    /// <inheritdoc/>
    public void Merge(IReadOnlyDictionary<string, Tensor> sums)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, sum) in _sums)
            sum.add_(sums[name]);
    }

    /// <inheritdoc/>
    public ICurvature Build()
    {
        var count = _sums[CountName].item<long>();
        if (count == 0)
            throw new InvalidOperationException("The curvature was fitted on no examples. The training view is empty.");
        var blocks = new Dictionary<string, Tensor>();
        foreach (var block in _layout.Blocks)
        {
            using var scope = NewDisposeScope();
            var upper = _sums[block.Name].triu().div_(count);
            var full = upper + upper.triu(1).t();
            if (!full.isfinite().all().item<bool>())
                Throw.NotFinite("Curvature", block.Name);
            blocks.Add(block.Name, full.DetachFromDisposeScope());
        }

        return new RawFisher(_layout, blocks);
    }

    /// <summary>Frees the sums.</summary>
    public void Dispose()
    {
        foreach (var sum in _sums.Values)
            sum.Dispose();
    }
}
