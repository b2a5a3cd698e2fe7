using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.LinearAlgebra;

namespace DataWorth.Curvature;

/// <summary>The Fisher of the features through its leading r eigenpairs per block: H_l ~ V diag(sigma^2) V^T, inverted by Woodbury's
/// identity.</summary>
/// <remarks>
/// (H + lambda I)^-1 phi = (phi - V V^T phi) / lambda' + V [ (V^T phi) / (sigma^2 + lambda) ], lambda' = lambda, plus the mean remaining
/// eigenvalue with
/// <see cref="SubspaceDamping.TailCorrected"/>. Memory D r numbers, never D x D. sigma^2 is that of G^T G / N, so that dampings and scores
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
    public IReadOnlyList<string> Reports => [];

    /// <summary>Fits it by streaming randomised SVDs of all blocks side by side: a few passes over the rows.</summary>
    public static SubspaceCurvature Fit(ITrainingFeatures train, StreamingSvdOptions options, SubspaceDamping rule)
    {
        var solvers = train
            .Layout.Blocks.Select(block => new StreamingRandomizedSvd(
                options with
                {
                    Rank = (int)Math.Min(options.Rank, block.Size),
                },
                block.Name
            ))
            .ToList();
        try
        {
            bool more;
            do
            {
                foreach (var batch in train.Rows())
                {
                    for (var i = 0; i < solvers.Count; i++)
                    {
                        using var scope = NewDisposeScope();
                        if (!solvers[i].IsComplete)
                        {
                            solvers[i].Add(batch.Blocks[i].Flatten());
                        }
                    }
                }

                more = false;
                foreach (var solver in solvers.Where(solver => !solver.IsComplete))
                {
                    more |= solver.EndPass();
                }
            } while (more);

            var state = new Dictionary<string, Tensor>();
            for (var i = 0; i < solvers.Count; i++)
            {
                using var scope = NewDisposeScope();
                using var spectrum = solvers[i].TakeResult();
                var name = train.Layout.Blocks[i].Name;
                double count = spectrum.Rows;
                state[name + Vectors] = spectrum.Vectors.to(train.Type, copy: true).DetachFromDisposeScope();
                state[name + Values] = (spectrum.Values.to_type(ScalarType.Float64) / count).DetachFromDisposeScope();
                state[name + Summary] = tensor(
                        new[] { spectrum.RitzValues.to_type(ScalarType.Float64).mean().item<double>() / count, spectrum.Trace / count },
                        device: train.Device
                    )
                    .DetachFromDisposeScope();
            }

            return new SubspaceCurvature(train.Layout, state, rule);
        }
        finally
        {
            foreach (var solver in solvers)
            {
                solver.Dispose();
            }
        }
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
            var squares = mm(rows, Basis(i, rows.dtype)).pow_(2); // [B, r]
            var rest = (rows.square().sum(-1) - squares.sum(-1)).clamp_min_(0);
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
    /// / (sigma^2 + lambda) - 1 / lambda').</summary>
    /// <param name="index">The block.</param>
    /// <param name="queries">q [Q, D_l].</param>
    /// <param name="damping">lambda.</param>
    /// <returns>The factor and w [Q, r].</returns>
    public (double Factor, Tensor Weights) Woodbury(int index, Tensor queries, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (inside, outside) = Denominators(index, damping, queries);
        var weights = mm(queries, Basis(index, queries.dtype)) * (inside.reciprocal() - (1 / outside));
        return (1 / outside, weights.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the statistics.</summary>
    public void Dispose()
    {
        foreach (var tensor in _state.Values)
        {
            tensor.Dispose();
        }
    }

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
        var background = _rule == SubspaceDamping.TailCorrected && rest > 0 ? Math.Max(0, trace - values.sum().item<double>()) / rest : 0;
        if (!ZeroCurvature.Contributes(block.Name, trace, lambda, () => like))
        {
            // Of rows that are 0, whatever they are divided by.
            return (ones_like(values).to(like.dtype).to(like.device), 1);
        }

        if (lambda <= 0)
        {
            CoreThrow.NotPositiveDefinite(block.Name, lambda);
        }

        return ((values + lambda).to(like.dtype).to(like.device), lambda + background);
    }
}
