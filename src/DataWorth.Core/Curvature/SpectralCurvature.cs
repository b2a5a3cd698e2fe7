using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>A curvature given by eigenpairs within groups of features, H = U diag(l) U^T, in float64; l may be negative (an exact Hessian
/// away from a minimum).</summary>
/// <remarks>
/// (H + lambda I)^-1 phi = U [ (U^T phi) / (l + lambda) ], plus (phi - U U^T phi) / lambda where the pairs do not span the group and the
/// rest counts as eigenvalue 0;
/// pairs of an Arnoldi iteration stand for the whole inverse, the rest is dropped. A lambda that is lost in rounding is raised.
/// Relative dampings are relative to the mean |l|: for a
/// positive semidefinite H, trace / d.
/// </remarks>
public sealed class SpectralCurvature : ICurvature
{
    private const string Columns = ".columns";
    private const string Values = ".values";
    private const string Vectors = ".vectors";

    private readonly Dictionary<string, Tensor> _state;
    private readonly DampingRaises _raises = new();
    private readonly IReadOnlyList<string> _groups;
    private readonly bool _dropsRest;
    private readonly ScalarType? _products;

    /// <summary>Takes ownership of the statistics.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="state">Per group NAME.columns [d], Int64, NAME.values l [r] and NAME.vectors U [d, r], Float64. Every feature is in one
    /// group.</param>
    /// <param name="dropsRest">Whether directions outside the pairs contribute nothing, instead of counting as eigenvalue 0.</param>
    /// <param name="products">Type in which H was computed, whose rounding hides its small eigenvalues. Default that of the
    /// features.</param>
    public SpectralCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state, bool dropsRest, ScalarType? products = null)
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
        _products = products;
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => _raises.Reports;

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

    /// <summary>The share of the largest |l| below which an eigenvalue is rounding.</summary>
    /// <param name="products">Type in which H was computed.</param>
    internal static double Rounding(ScalarType products) => products == ScalarType.Float64 ? 1e-12 : 1e-6;

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
            var (weights, lambda) = Weights(name, damping, rows, features.dtype);
            var coordinates = mm(rows, vectors);
            var inside = mm(coordinates * weights, vectors.t());
            solved.Add(HasRest(name) ? inside.add_((rows - mm(coordinates, vectors.t())).div_(lambda)) : inside);
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
            var vectors = _state[name + Vectors];
            var (weights, lambda) = Weights(name, damping, rows, batch.Blocks[0].Type);
            var coordinates = mm(rows, vectors);
            sum.add_(mv(coordinates.square(), weights));
            if (HasRest(name))
            {
                sum.add_((rows - mm(coordinates, vectors.t())).square().sum(-1).div_(lambda));
            }
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

    private bool HasRest(string name) => !_dropsRest && _state[name + Values].shape[0] < _state[name + Vectors].shape[0];

    /// <summary>1 / (l + lambda) [r], and lambda, raised where rounding would leave nothing of the inverse.</summary>
    private (Tensor Inside, double Lambda) Weights(string name, Damping damping, Tensor rows, ScalarType features)
    {
        var values = _state[name + Values];
        var magnitudes = values.abs();
        var products = _products ?? features;
        var largest = magnitudes.max().item<double>();
        var shown = _groups.Count > 1 ? name : "all";
        var given = damping.For(magnitudes.sum().item<double>() / (_dropsRest ? values : _state[name + Vectors]).shape[0]);
        if (!ZeroCurvature.Contributes(shown, largest, given, products, () => rows))
        {
            // Of rows that are 0, whatever they are divided by.
            return (ones_like(values), 1);
        }

        var noise = largest * Rounding(products);
        var hasZeros = HasRest(name) || magnitudes.le(noise).any().item<bool>();
        var lambda = _raises.Raise(
            shown,
            given,
            // Eigenvalues that are 0 up to rounding leave lambda alone; negative ones may leave nothing of it.
            raised => (!hasZeros || raised > noise) && (values + raised).abs().min().item<double>() > noise,
            "singular up to rounding"
        );
        double Smallest(double damping) => hasZeros ? damping : (values + damping).abs().min().item<double>();
        _raises.Doubt(shown, Smallest(given), Smallest(lambda), largest, products);
        return ((values + lambda).reciprocal(), lambda);
    }
}
