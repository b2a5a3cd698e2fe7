using DataWorth.Features;
using DataWorth.Statistics;

namespace DataWorth.Curvature;

/// <summary>What the empirical Fisher of groups of features is made of: sum_n phi_n phi_n^T in float64, or the rows phi_n themselves where a
/// group has more features than there are examples.</summary>
internal sealed class FisherSums : FeatureSums
{
    private readonly FeatureLayout _layout;
    private readonly ScalarType _type;
    private readonly Device _device;
    private readonly IReadOnlyList<(string Name, Tensor Columns, Tensor? Moments)> _groups;
    private readonly Dictionary<string, Tensor> _rows = [];

    /// <summary>Starts with empty sums.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="type">Their type.</param>
    /// <param name="device">Their device.</param>
    /// <param name="groups">Features of each group, taken over.</param>
    /// <param name="examples">Number of training examples N.</param>
    public FisherSums(
        FeatureLayout layout,
        ScalarType type,
        Device device,
        IReadOnlyList<(string Name, Tensor Columns)> groups,
        long examples
    )
    {
        (_layout, _type, _device) = (layout, type, device);
        _groups =
        [
            .. groups.Select(group =>
            {
                var size = group.Columns.shape[0];
                var moments = size <= examples ? Begin(group.Name + ".moments", [size, size], ScalarType.Float64, device) : null;
                return (group.Name, group.Columns, moments);
            }),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Sums => base.Sums.Concat(_rows).ToDictionary();

    /// <summary>N H [d, d] of a group, or rows [N, d] with N H = rows^T rows.</summary>
    public (Tensor? Moments, Tensor? Rows) this[int group] => (_groups[group].Moments, _rows.GetValueOrDefault(Key(_groups[group].Name)));

    /// <inheritdoc/>
    public override void Add(FeatureBatch batch)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var features = batch.ToRows(_layout, _type, _device);
        foreach (var (name, columns, moments) in _groups)
        {
            var rows = features.index_select(-1, columns).to_type(ScalarType.Float64);
            if (moments is null)
            {
                Append(Key(name), rows);
            }
            else
            {
                moments.addmm_(rows.t(), rows, 1, 1);
            }
        }

        AddCount(batch.Count);
    }

    /// <inheritdoc/>
    public override void Merge(IReadOnlyDictionary<string, Tensor> part)
    {
        base.Merge(part);
        foreach (var (name, _, _) in _groups)
        {
            if (part.TryGetValue(Key(name), out var rows))
            {
                Append(Key(name), rows);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        foreach (var tensor in _rows.Values.Concat(_groups.Select(group => group.Columns)))
        {
            tensor.Dispose();
        }
    }

    private static string Key(string group) => group + ".rows";

    private void Append(string key, Tensor rows)
    {
        var known = _rows.GetValueOrDefault(key);
        _rows[key] = (known is null ? rows.clone() : cat([known, rows])).DetachFromDisposeScope();
        known?.Dispose();
    }
}
