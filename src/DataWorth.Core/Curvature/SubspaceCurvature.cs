using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Statistics;

namespace DataWorth.Curvature;

/// <summary>The Fisher of the features through its leading r eigenpairs per block: H_l ~ V diag(sigma^2) V^T, inverted by Woodbury's
/// identity.</summary>
/// <remarks>
/// (H + lambda I)^-1 phi = (phi - V V^T phi) / lambda' + V [ (V^T phi) / (sigma^2 + lambda) ], lambda' = lambda, plus the mean remaining
/// eigenvalue with
/// <see cref="SubspaceDamping.TailCorrected"/>; the first term is left out where V spans the block.
/// Memory D r numbers, never D x D. sigma^2 is that of G^T G / N, so that dampings and scores
/// are on LoGra's scale.
/// Source: LoRIF, arXiv:2601.21929.
/// </remarks>
public sealed class SubspaceCurvature : ICurvature, IExampleCoefficients
{
    /// <summary>What the name of a block's coefficients ends with.</summary>
    public const string CoefficientsTensor = ".coefficients";

    private const string Vectors = ".vectors";
    private const string Values = ".values";
    private const string Summary = ".summary";

    private readonly Dictionary<string, Tensor> _state;
    private readonly SubspaceDamping _rule;
    private readonly DampingRaises _raises = new();

    /// <summary>Takes ownership of the statistics.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="state">Per block NAME.vectors V [D_l, r], NAME.values sigma^2 [r], NAME.summary [Ritz mean, trace].</param>
    /// <param name="rule">What relative dampings are relative to.</param>
    public SubspaceCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state, SubspaceDamping rule)
    {
        Layout = layout;
        _state = StoredState.Of(state);
        _rule = rule;
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => _raises.Reports;

    /// <summary>The passes of a fit: streaming randomised SVDs of all blocks side by side over the rows.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="type">Type of the features: Float32 or Float64.</param>
    /// <param name="device">Device of the features.</param>
    /// <param name="options">Rank and effort.</param>
    /// <param name="state">What the passes before left; null at first.</param>
    /// <returns>The next pass, or null when the state is what the constructor takes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static FitPass? NextPass(
        FeatureLayout layout,
        ScalarType type,
        Device device,
        StreamingSvdOptions options,
        IReadOnlyDictionary<string, Tensor>? state
    )
    {
        options.Check();
        if (state is not null && layout.Blocks.All(block => state.ContainsKey(block.Name + Vectors)))
        {
            return null;
        }

        var blocks = new List<(int, string, SpectrumPass)>();
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            var (name, size) = (layout.Blocks[i].Name, layout.Blocks[i].Size);
            var own = options with { Rank = (int)Math.Min(options.Rank, size) };
            if (state is null)
            {
                blocks.Add((i, name, SpectrumPass.First(own, name, size, type, device)));
            }
            else if (!state.ContainsKey(name + Vectors))
            {
                blocks.Add((i, name, SpectrumPass.Next(own, name, SpectrumSums.Of(state, name))));
            }
        }

        var sums = new SpectrumSums(blocks);
        return new FitPass(sums, () => Reduce(sums, state, type));
    }

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var result = empty_like(features);
        for (var i = 0; i < Layout.Blocks.Count; i++)
        {
            var rows = Layout.Slice(features, i);
            var vectors = Basis(i, rows.dtype);
            var (inside, outside) = Denominators(i, damping, rows);
            var coordinates = mm(rows, vectors); // [B, r]
            if (IsWhole(i))
            {
                Layout.Slice(result, i).copy_(mm(coordinates / inside, vectors.t()));
                continue;
            }

            var solved = mm((coordinates / inside) - (coordinates / outside), vectors.t()); // [B, D]
            Layout.Slice(result, i).copy_(solved + (rows / outside));
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups)
    {
        using var off = no_grad();
        return groups.Sum(i =>
        {
            var rows = batch.Blocks[i].Flatten();
            var (inside, outside) = Denominators(i, damping, rows);
            var squares = mm(rows, Basis(i, rows.dtype)).to_type(ScalarType.Float64).square(); // [B, r]
            if (IsWhole(i))
            {
                return (squares / inside).sum(-1);
            }

            var rest = (rows.to_type(ScalarType.Float64).square().sum(-1) - squares.sum(-1)).clamp_min_(0);
            return (rest / outside) + (squares / inside).sum(-1);
        });
    }

    /// <summary>The coefficients t_V = V_r^T phi of each block, NAME.coefficients [r], in the type of the eigenvectors.</summary>
    /// <remarks>16 bits would be too few: the score divides the difference of two large numbers by lambda.</remarks>
    public IReadOnlyList<StoredTensor> DescribeCoefficients() =>
        [
            .. Layout.Blocks.Select(block => new StoredTensor(
                block.Name + CoefficientsTensor,
                _state[block.Name + Vectors].dtype,
                [_state[block.Name + Values].shape[0]]
            )),
        ];

    /// <inheritdoc/>
    public void WriteCoefficients(FeatureBatch batch, EncodedRows rows, int first)
    {
        using var off = no_grad();
        for (var i = 0; i < Layout.Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var features = batch.Blocks[i].Flatten();
            rows[Layout.Blocks[i].Name + CoefficientsTensor].narrow(0, first, batch.Count).copy_(mm(features, Basis(i, features.dtype)));
        }
    }

    /// <summary>What a score needs of given queries and one block, so that s = factor q . t + w . t_V: factor = 1 / lambda' and w = q_V (1
    /// / (sigma^2 + lambda) - 1 / lambda'); where V spans the block, factor = 0 and w = q_V / (sigma^2 + lambda).</summary>
    /// <param name="index">The block.</param>
    /// <param name="queries">q [Q, D_l].</param>
    /// <param name="damping">lambda.</param>
    /// <returns>The factor and w [Q, r].</returns>
    public (double Factor, Tensor Weights) Woodbury(int index, Tensor queries, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (inside, outside) = Denominators(index, damping, queries);
        var factor = IsWhole(index) ? 0 : 1 / outside;
        var weights = mm(queries, Basis(index, queries.dtype)) * (inside.reciprocal() - factor);
        return (factor, weights.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the statistics.</summary>
    public void Dispose()
    {
        foreach (var tensor in _state.Values)
        {
            tensor.Dispose();
        }
    }

    private static Dictionary<string, Tensor> Reduce(SpectrumSums sums, IReadOnlyDictionary<string, Tensor>? state, ScalarType type)
    {
        string[] complete = [Vectors, Values, Summary];
        var next = (state ?? new Dictionary<string, Tensor>()).Where(entry => complete.Any(entry.Key.EndsWith)).ToDictionary();
        foreach (var (name, result, unfinished) in sums.End())
        {
            foreach (var (key, tensor) in unfinished)
            {
                next[$"{name}.{key}"] = tensor.DetachFromDisposeScope();
            }

            if (result is null)
            {
                continue;
            }

            using var scope = NewDisposeScope();
            double count = result.Rows;
            next[name + Vectors] = result.Vectors.to(type, copy: true).DetachFromDisposeScope();
            next[name + Values] = (result.Values.to_type(ScalarType.Float64) / count).DetachFromDisposeScope();
            SmallNumbers.Refuse(next[name + Values], "Curvature", name, type);
            var mean = result.RitzValues.to_type(ScalarType.Float64).mean().item<double>();
            next[name + Summary] = tensor(new[] { mean / count, result.Trace / count }, device: result.Vectors.device)
                .DetachFromDisposeScope();
            result.Dispose();
        }

        return next;
    }

    /// <summary>Whether V spans the block: nothing is left outside, where rounding would be divided by lambda.</summary>
    private bool IsWhole(int block) => _state[Layout.Blocks[block].Name + Values].shape[0] == Layout.Blocks[block].Size;

    /// <summary>V_r [D_l, r].</summary>
    private Tensor Basis(int block, ScalarType type) => _state[Layout.Blocks[block].Name + Vectors].to_type(type);

    /// <summary>sigma^2 + lambda [r] inside the subspace, and lambda' outside.</summary>
    private (Tensor Inside, double Outside) Denominators(int index, Damping damping, Tensor like)
    {
        var block = Layout.Blocks[index];
        var values = _state[block.Name + Values];
        using var numbers = _state[block.Name + Summary].cpu();
        var (ritzMean, trace) = (numbers[0].item<double>(), numbers[1].item<double>());
        var lambda = damping.For(_rule == SubspaceDamping.Trace ? trace / block.Size : ritzMean);
        var rest = block.Size - values.shape[0];
        var type = _state[block.Name + Vectors].dtype;
        var background = _rule == SubspaceDamping.TailCorrected && rest > 0 ? Math.Max(0, trace - values.sum().item<double>()) / rest : 0;
        if (!ZeroCurvature.Contributes(block.Name, trace, lambda, type, () => like))
        {
            // Of rows that are 0, whatever they are divided by.
            return (ones_like(values).to(like.dtype).to(like.device), 1);
        }

        // Outside the subspace is divided by lambda alone.
        var largest = values.max().to_type(ScalarType.Float64).item<double>();
        var smallest = rest == 0 ? values.min().to_type(ScalarType.Float64).item<double>() : background;
        var raised = _raises.Raise(block.Name, lambda, raised =>
            (rest == 0 || raised > 0) && DampingRaises.IsAboveRounding(smallest + raised, largest, type)
        );
        _raises.Doubt(block.Name, smallest + lambda, smallest + raised, largest, type);
        return ((values + raised).to(like.dtype).to(like.device), raised + background);
    }
}
