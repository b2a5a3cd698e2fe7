using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Statistics;

namespace DataWorth.Curvature;

/// <summary>Curvatures that are diagonal in a Kronecker-factored basis: H = (U_S kron U_A) diag(Lambda) (U_S kron U_A)^T per block: EKFAC,
/// KFAC and the diagonal.</summary>
/// <remarks>
/// (H + lambda I)^-1 G = U_S [ (U_S^T G U_A) / (Lambda + lambda) ] U_A^T, lambda = 0.1 x mean(Lambda) per block by default.
/// Any number of dampings come from one factorisation; stored eigenvalues are never changed. Sources: Martens and Grosse 2015 (KFAC),
/// George et al. 2018, arXiv:1806.03884 (EKFAC), Grosse et al. 2023, arXiv:2308.03296 (influence).
/// </remarks>
public sealed class EigenbasisCurvature : ICurvature
{
    private const string OutputBasis = ".output_basis";
    private const string InputBasis = ".input_basis";
    private const string Eigenvalues = ".eigenvalues";

    private readonly Dictionary<string, Tensor> _state;

    /// <summary>Takes ownership of the statistics.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="state">Per block NAME.output_basis U_S [O, O] and NAME.input_basis U_A [I, I] (both absent for the diagonal),
    /// NAME.eigenvalues Lambda [O, I].</param>
    /// <param name="reports">What the eigendecompositions had to do.</param>
    public EigenbasisCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state, IReadOnlyList<string>? reports = null)
    {
        Layout = layout;
        Reports = reports ?? [];
        _state = StoredState.Of(state);
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports { get; }

    /// <summary>Fits on training features: covariances in one pass over factored gradients, then (EKFAC) squared rotated gradients in a
    /// second pass.</summary>
    /// <param name="train">The training features.</param>
    /// <param name="kind">Which curvature.</param>
    /// <param name="normalization">What covariances are divided by.</param>
    /// <param name="observed">Covariances of all examples that were summed in an earlier pass; null to make a pass for them.</param>
    /// <param name="correctFromRows">Whether the second pass reads stored rows instead of running the model again; equal up to
    /// rounding.</param>
    public static EigenbasisCurvature Fit(
        ITrainingFeatures train,
        EigenbasisKind kind,
        CovarianceNormalization normalization = CovarianceNormalization.Positions,
        bool correctFromRows = false,
        KroneckerCovariances? observed = null
    )
    {
        var state = new Dictionary<string, Tensor>();
        var reports = new List<string>();
        if (kind != EigenbasisKind.Diagonal)
        {
            Rotate(train, kind, normalization, observed, state, reports);
        }

        if (kind != EigenbasisKind.Kfac)
        {
            Correct(train, state, correctFromRows);
        }

        return new EigenbasisCurvature(train.Layout, state, reports);
    }

    /// <inheritdoc/>
    public Tensor Precondition(Tensor features, Damping damping)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var result = empty_like(features);
        for (var i = 0; i < Layout.Blocks.Count; i++)
        {
            var block = Layout.Blocks[i];
            var rotated = Layout.Slice(features, i).reshape(-1, block.Outputs, block.Inputs);
            var (outputs, inputs) = (Basis(block, OutputBasis), Basis(block, InputBasis));
            if (outputs is not null)
            {
                rotated = matmul(matmul(outputs.t(), rotated), inputs!);
            }

            rotated = Damped(block, damping, () => rotated) is { } damped ? rotated / damped : zeros_like(rotated);
            if (outputs is not null)
            {
                rotated = matmul(matmul(outputs, rotated), inputs!.t());
            }

            Layout.Slice(result, i).copy_(rotated.reshape(-1, block.Size));
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor SelfInfluence(FeatureBatch batch, Damping damping, BlockGroups groups)
    {
        using var off = no_grad();
        return groups.Sum(i =>
        {
            var block = Layout.Blocks[i];
            using var rotated = Rotated(batch.Blocks[i], block, _state);
            return Damped(block, damping, batch.Blocks[i].Flatten) is { } damped
                ? rotated.WeightedSquares(damped.reciprocal())
                : zeros([batch.Count], rotated.Type, rotated.Device);
        });
    }

    /// <summary>Frees the statistics.</summary>
    public void Dispose()
    {
        foreach (var tensor in _state.Values)
        {
            tensor.Dispose();
        }
    }

    private static void Rotate(
        ITrainingFeatures train,
        EigenbasisKind kind,
        CovarianceNormalization normalization,
        KroneckerCovariances? observed,
        Dictionary<string, Tensor> state,
        List<string> reports
    )
    {
        using var summed = observed is null ? new KroneckerCovariances(train.Layout, train.Type, train.Device) : null;
        foreach (var batch in summed is null ? [] : train.Gradients())
        {
            summed!.Add(batch);
        }

        var covariances = observed ?? summed!;

        for (var i = 0; i < train.Layout.Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var name = train.Layout.Blocks[i].Name;
            var (activations, gradients) = covariances.Means(i, normalization);
            using var inputs = SymmetricEigen.Compute(activations, name + " (activations)");
            using var outputs = SymmetricEigen.Compute(gradients, name + " (gradients)");
            reports.AddRange(new[] { inputs.Report, outputs.Report }.Where(report => !report.IsDirect).Select(report => report.ToString()));
            state[name + OutputBasis] = outputs.Vectors.to(train.Type, copy: true).DetachFromDisposeScope();
            state[name + InputBasis] = inputs.Vectors.to(train.Type, copy: true).DetachFromDisposeScope();
            if (kind == EigenbasisKind.Kfac)
            {
                state[name + Eigenvalues] = outer(outputs.Values, inputs.Values).to(train.Type, copy: true).DetachFromDisposeScope();
            }
        }
    }

    private static void Correct(ITrainingFeatures train, Dictionary<string, Tensor> state, bool fromRows)
    {
        var bases = train
            .Layout.Blocks.Select(block =>
                (state.GetValueOrDefault(block.Name + OutputBasis), state.GetValueOrDefault(block.Name + InputBasis))
            )
            .ToList();
        using var correction = new EigenvalueCorrection(train.Layout, bases, train.Type, train.Device);
        foreach (var batch in fromRows ? train.Rows() : train.Gradients())
        {
            correction.Add(batch);
        }

        for (var i = 0; i < train.Layout.Blocks.Count; i++)
        {
            state[train.Layout.Blocks[i].Name + Eigenvalues] = correction.Means(i).DetachFromDisposeScope();
        }
    }

    /// <summary>U_S^T G U_A for each example.</summary>
    private static GradientBlock Rotated(GradientBlock gradients, BlockShape block, Dictionary<string, Tensor> state)
    {
        using var scope = NewDisposeScope();
        return gradients.Project(
            state.GetValueOrDefault(block.Name + OutputBasis)?.t(),
            state.GetValueOrDefault(block.Name + InputBasis)?.t()
        );
    }

    private Tensor? Basis(BlockShape block, string side) => _state.GetValueOrDefault(block.Name + side);

    /// <summary>Lambda + lambda [O, I], a new tensor: the stored eigenvalues stay as they are. Null for a block that contributes nothing to
    /// the rows.</summary>
    private Tensor? Damped(BlockShape block, Damping damping, Func<Tensor> rows)
    {
        using var scope = NewDisposeScope();
        var eigenvalues = _state[block.Name + Eigenvalues];
        var mean = eigenvalues.to_type(ScalarType.Float64).mean().item<double>();
        var lambda = damping.For(mean);
        if (!ZeroCurvature.Contributes(block.Name, mean, lambda, rows))
        {
            return null;
        }

        var damped = eigenvalues + lambda;
        if (damped.min().to_type(ScalarType.Float64).item<double>() <= 0)
        {
            CoreThrow.NotPositiveDefinite(block.Name, lambda);
        }

        return damped.MoveToOuterDisposeScope();
    }
}
