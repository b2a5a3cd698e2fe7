using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Statistics;

namespace DataWorth.Curvature;

/// <summary>The empirical Fisher of the features, H_l = (1/N) sum_n phi_n,l phi_n,l^T, dense per module.</summary>
/// <remarks>
/// lambda_l = 0.1 x trace(H_l)/D_l by default. The damped block is factorised by Cholesky in float64, once per damping; factors are kept
/// per
/// (block, lambda), so that one damping cannot leak into a call with another. Source: LogIX, arXiv:2405.13954, section 3 and appendix.
/// </remarks>
public sealed class RawFisher : ICurvature
{
    private readonly Dictionary<string, Tensor> _blocks;
    private readonly Dictionary<(int Block, double Lambda, ScalarType Type), Tensor> _factors = [];
    private readonly DampingRaises _raises = new();

    /// <summary>Takes ownership of the blocks.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="blocks">H_l [D_l, D_l] by block name, symmetric.</param>
    public RawFisher(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> blocks)
    {
        Layout = layout;
        _blocks = StoredState.Of(blocks);
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _blocks;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => _raises.Reports;

    /// <summary>The passes of a fit: one over the rows.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="sums">Type of the sums: that of the features, or a wider one. Products of float32 rows lose what an ill-conditioned
    /// system needs.</param>
    /// <param name="device">Device of the features.</param>
    /// <param name="state">What the passes before left; null at first.</param>
    /// <returns>The next pass, or null when the state is what the constructor takes.</returns>
    public static FitPass? NextPass(FeatureLayout layout, ScalarType sums, Device device, IReadOnlyDictionary<string, Tensor>? state)
    {
        if (state is not null)
        {
            return null;
        }

        var moments = new SecondMoments(layout, sums, device);
        return new FitPass(moments, moments.TakeMeans);
    }

    /// <summary>Mean eigenvalue trace(H_l)/D_l of a block.</summary>
    public double MeanEigenvalue(int block)
    {
        using var scope = NewDisposeScope();
        return _blocks[Layout.Blocks[block].Name].diagonal().to_type(ScalarType.Float64).mean().item<double>();
    }

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var result = empty_like(features);
        for (var i = 0; i < Layout.Blocks.Count; i++)
        {
            var rows = Layout.Slice(features, i).to_type(ScalarType.Float64);
            if (!Contributes(i, damping, rows))
            {
                Layout.Slice(result, i).zero_();
                continue;
            }

            var solved = cholesky_solve(rows.t(), Factor(i, damping, ScalarType.Float64));
            Layout.Slice(result, i).copy_(solved.t());
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups)
    {
        using var off = no_grad();
        return groups.Sum(i =>
        {
            // phi^T (L L^T)^-1 phi = |L^-1 phi|^2: one triangular solve, and never negative.
            var rows = batch.Blocks[i].Flatten();
            rows = rows.to_type(WideType.Of(rows.dtype)); // libtorch solves nothing in 16 bits
            if (!Contributes(i, damping, rows))
            {
                return zeros([batch.Count], ScalarType.Float64, rows.device);
            }

            var solved = linalg.solve_triangular(Factor(i, damping, rows.dtype), rows.t(), upper: false); // [D, B]
            return solved.to_type(ScalarType.Float64).square().sum(0L);
        });
    }

    /// <summary>Frees the blocks and their factors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _blocks.Values.Concat(_factors.Values))
        {
            tensor.Dispose();
        }

        _factors.Clear();
    }

    private bool Contributes(int block, Damping damping, Tensor rows)
    {
        var mean = MeanEigenvalue(block);
        var name = Layout.Blocks[block].Name;
        return ZeroCurvature.Contributes(name, mean, damping.For(mean), _blocks[name].dtype, () => rows);
    }

    private Tensor Factor(int block, Damping damping, ScalarType type)
    {
        var lambda = damping.For(MeanEigenvalue(block));
        if (_factors.TryGetValue((block, lambda, type), out var known))
        {
            return known;
        }

        using var scope = NewDisposeScope();
        var factor = type == ScalarType.Float64 ? Decompose(block, lambda) : Factor(block, damping, ScalarType.Float64).to_type(type);
        _factors[(block, lambda, type)] = factor.DetachFromDisposeScope();
        return factor;
    }

    /// <summary>L with L L^T = H + lambda I, lambda raised where it is lost in rounding.</summary>
    private Tensor Decompose(int block, double lambda)
    {
        var name = Layout.Blocks[block].Name;
        Tensor? factor = null;
        var raised = _raises.Raise(name, lambda, raised => (factor = Cholesky(_blocks[name], raised)) is not null);
        _raises.Doubt(name, lambda, raised, Norm(_blocks[name]), _blocks[name].dtype);
        return factor!;
    }

    // Of numbers around 1: squares of others leave float32. No number of H is larger than its diagonal's largest.
    private static double Norm(Tensor block)
    {
        using var scope = NewDisposeScope();
        var largest = block.diagonal().max().to_type(ScalarType.Float64).item<double>();
        return largest > 0 ? largest * (block / largest).norm().to_type(ScalarType.Float64).item<double>() : 0;
    }

    private static Tensor? Cholesky(Tensor block, double lambda)
    {
        using var scope = NewDisposeScope();
        var matrix = block.to_type(ScalarType.Float64, copy: true);
        matrix.diagonal().add_(lambda);
        var (lower, info) = linalg.cholesky_ex(matrix);
        return info.item<int>() == 0 ? lower.MoveToOuterDisposeScope() : null;
    }
}
