using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>A curvature given by eigenpairs within groups of features, H = U diag(l) U^T, in float64; l may be negative (an exact Hessian
/// away from a minimum).</summary>
/// <remarks>
/// (H + lambda I)^-1 phi = U [ (U^T phi) / (l + lambda) ], plus (phi - U U^T phi) / lambda where the pairs do not span the group and the
/// rest counts as eigenvalue 0;
/// pairs of an Arnoldi iteration stand for the whole inverse, the rest is dropped. Relative dampings are relative to the mean |l|: for a
/// positive semidefinite H, trace / d.
/// </remarks>
public sealed class SpectralCurvature : ICurvature
{
    private const string Columns = ".columns";
    private const string Values = ".values";
    private const string Vectors = ".vectors";
    private const double SmallestShare = 1e-13; // of the largest |l|: below it l + lambda is rounding

    private readonly Dictionary<string, Tensor> _state;
    private readonly IReadOnlyList<string> _groups;
    private readonly bool _dropsRest;

    /// <summary>Takes ownership of the statistics.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="state">Per group NAME.columns [d], Int64, NAME.values l [r] and NAME.vectors U [d, r], Float64. Every feature is in one
    /// group.</param>
    /// <param name="dropsRest">Whether directions outside the pairs contribute nothing, instead of counting as eigenvalue 0.</param>
    public SpectralCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state, bool dropsRest)
    {
        Layout = layout;
        _state = StoredState.Of(state);
        _groups =
        [
            .. state
                .Keys.Where(key => key.EndsWith(Columns, StringComparison.Ordinal))
                .Select(key => key[..^Columns.Length])
                .Order(StringComparer.Ordinal),
        ];
        _dropsRest = dropsRest;
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => [];

    /// <summary>Whether tensors are what the constructor takes.</summary>
    /// <param name="state">The tensors.</param>
    public static bool IsState(IReadOnlyDictionary<string, Tensor> state) =>
        state.Keys.Any(key => key.EndsWith(Columns, StringComparison.Ordinal));

    /// <summary>The state of one group, to be given to the constructor; the tensors are copied.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="columns">Its features [d].</param>
    /// <param name="values">l [r].</param>
    /// <param name="vectors">U [d, r].</param>
    public static IEnumerable<KeyValuePair<string, Tensor>> Group(string name, Tensor columns, Tensor values, Tensor vectors) =>
        [
            new(name + Columns, columns.to(ScalarType.Int64, copy: true).contiguous().DetachFromDisposeScope()),
            new(name + Values, values.to(ScalarType.Float64, copy: true).contiguous().DetachFromDisposeScope()),
            new(name + Vectors, vectors.to(ScalarType.Float64, copy: true).contiguous().DetachFromDisposeScope()),
        ];

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var solved = new List<Tensor>();
        foreach (var name in _groups)
        {
            var vectors = _state[name + Vectors];
            var rows = features.index_select(-1, _state[name + Columns]).to_type(ScalarType.Float64); // [B, d]
            var (weights, rest) = Weights(name, damping);
            solved.Add((mm(rows, vectors) * weights).mm(vectors.t()) + (rows * rest));
        }

        using var order = cat([.. _groups.Select(name => _state[name + Columns])]).argsort();
        return cat(solved, -1).index_select(-1, order).to_type(features.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>phi^T (H + lambda I)^-1 phi of each example, [G, B]; negative only where H + lambda I has negative eigenvalues.</summary>
    /// <remarks>The share of a group of blocks is phi_g^T [(H + lambda I)^-1 phi]_g; where H couples groups it may be negative
    /// too.</remarks>
    /// <param name="batch">The examples' features.</param>
    /// <param name="damping">lambda.</param>
    /// <param name="groups">Which blocks are summed.</param>
    public Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var features = batch.ToRows(Layout, batch.Blocks[0].Type, batch.Blocks[0].Device).to_type(ScalarType.Float64);
        if (groups.Count > 1)
        {
            var products = Precondition(features, damping).mul_(features);
            return groups.Sum(i => Layout.Slice(products, i).sum(-1)).MoveToOuterDisposeScope();
        }

        var sum = zeros([batch.Count], ScalarType.Float64, features.device);
        foreach (var name in _groups)
        {
            var rows = features.index_select(-1, _state[name + Columns]);
            var (weights, rest) = Weights(name, damping);
            sum.add_(mv(mm(rows, _state[name + Vectors]).square(), weights)).add_(rows.square().sum(-1) * rest);
        }

        return sum.unsqueeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the statistics.</summary>
    public void Dispose()
    {
        foreach (var tensor in _state.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Weights of the squared coordinates and of the squared norm, so that phi^T (H + lambda I)^-1 phi = sum_k w_k (u_k . phi)^2 +
    /// rest |phi|^2.</summary>
    private (Tensor Inside, double Outside) Weights(string name, Damping damping)
    {
        var values = _state[name + Values];
        var size = _state[name + Vectors].shape[0];
        var isWhole = values.shape[0] == size;
        var magnitudes = values.abs();
        var lambda = damping.For(magnitudes.sum().item<double>() / (_dropsRest ? values.shape[0] : size));
        var damped = values + lambda;
        var smallest = damped.abs().min().item<double>();
        if (!(smallest > SmallestShare * magnitudes.max().item<double>()) || (!isWhole && !_dropsRest && lambda <= 0))
        {
            CoreThrow.Singular(_groups.Count > 1 ? name : null, lambda, smallest);
        }

        return isWhole || _dropsRest ? (damped.reciprocal(), 0) : ((values / (damped * -lambda)), 1 / lambda);
    }
}
