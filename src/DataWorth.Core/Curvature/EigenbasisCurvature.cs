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
    private readonly DampingRaises _raises = new();

    /// <summary>Takes ownership of the statistics.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="state">Per block NAME.output_basis U_S [O, O] and NAME.input_basis U_A [I, I] (both absent for the diagonal),
    /// NAME.eigenvalues Lambda [O, I].</param>
    public EigenbasisCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state)
    {
        Layout = layout;
        _state = StoredState.Of(state);
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports => _raises.Reports;

    /// <summary>The passes of a fit: covariances of factored gradients (not for the diagonal), then (EKFAC and the diagonal) squares of
    /// rotated gradients.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="type">Type of the sums.</param>
    /// <param name="device">Device of the features.</param>
    /// <param name="kind">Which curvature.</param>
    /// <param name="normalization">What covariances are divided by.</param>
    /// <param name="state">What the passes before left; null at first.</param>
    /// <param name="correctFromRows">Whether the squares are summed over stored rows instead of running the model again; equal up to
    /// rounding.</param>
    /// <returns>The next pass, or null when the state is what the constructor takes.</returns>
    public static FitPass? NextPass(
        FeatureLayout layout,
        ScalarType type,
        Device device,
        EigenbasisKind kind,
        CovarianceNormalization normalization,
        IReadOnlyDictionary<string, Tensor>? state,
        bool correctFromRows = false
    )
    {
        if (state?.ContainsKey(layout.Blocks[0].Name + Eigenvalues) ?? false)
        {
            return null;
        }

        if (kind != EigenbasisKind.Diagonal && state is null)
        {
            var covariances = new KroneckerCovariances(layout, type, device);
            var reports = new List<string>();
            return new FitPass(covariances, () => Rotate(layout, type, kind, normalization, covariances, reports))
            {
                NeedsFactors = true,
                Reports = reports,
            };
        }

        var rotated = state ?? new Dictionary<string, Tensor>(); // the diagonal has no bases
        var bases = layout
            .Blocks.Select(block =>
                (rotated.GetValueOrDefault(block.Name + OutputBasis), rotated.GetValueOrDefault(block.Name + InputBasis))
            )
            .ToList();
        var correction = new EigenvalueCorrection(layout, bases, type, device);
        return new FitPass(correction, () =>
            rotated.Concat(layout.Blocks.Select((block, i) => Eigenvalue(block, correction.Means(i)))).ToDictionary()
        )
        {
            NeedsFactors = !correctFromRows,
        };
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
                : zeros([batch.Count], ScalarType.Float64, rotated.Device);
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

    private static Dictionary<string, Tensor> Rotate(
        FeatureLayout layout,
        ScalarType type,
        EigenbasisKind kind,
        CovarianceNormalization normalization,
        KroneckerCovariances covariances,
        List<string> reports
    )
    {
        var state = new Dictionary<string, Tensor>();
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var block = layout.Blocks[i];
            var (activations, gradients) = covariances.Means(i, normalization);
            using var inputs = SymmetricEigen.Compute(activations, block.Name + " (activations)");
            using var outputs = SymmetricEigen.Compute(gradients, block.Name + " (gradients)");
            reports.AddRange(new[] { inputs.Report, outputs.Report }.Where(report => !report.IsDirect).Select(report => report.ToString()));
            if (kind == EigenbasisKind.Ekfac)
            {
                reports.AddRange(
                    new[] { (activations, inputs), (gradients, outputs) }.SelectMany(side => Equal(side.Item1, side.Item2, type))
                );
            }

            state[block.Name + OutputBasis] = outputs.Vectors.to(type, copy: true).DetachFromDisposeScope();
            state[block.Name + InputBasis] = inputs.Vectors.to(type, copy: true).DetachFromDisposeScope();
            if (kind == EigenbasisKind.Kfac)
            {
                var (name, values) = Eigenvalue(block, outer(outputs.Values, inputs.Values).to(type, copy: true));
                SmallNumbers.Refuse(values, "Curvature", block.Name, type);
                state[name] = values;
            }
        }

        return state;
    }

    /// <summary>Reports eigenvalues that are equal up to rounding: rounding alone chooses their eigenvectors, and with them Lambda. Those of a
    /// diagonal matrix are its axes, and small ones weigh little.</summary>
    private static IEnumerable<string> Equal(Tensor matrix, SymmetricEigen eigen, ScalarType type)
    {
        const double Weighty = 0.01; // of the largest
        using var scope = NewDisposeScope();
        var values = eigen.Values.cpu().data<double>().ToArray();
        var rounding = values[0] * (type == ScalarType.Float64 ? 1e-13 : 1e-6);
        var equal = values.Zip(values.Skip(1)).Count(pair => pair.First - pair.Second < rounding && pair.First > Weighty * values[0]);
        return equal == 0 || !matrix.triu(1).ne(0).any().item<bool>()
            ? []
            :
            [
                $"{eigen.Report.Block}: {equal} of {values.Length} eigenvalues are equal to others up to rounding, so that their eigenvectors are "
                    + "not determined: scores may differ by some per cent between batch sizes and machines",
            ];
    }

    private static KeyValuePair<string, Tensor> Eigenvalue(BlockShape block, Tensor values) =>
        new(block.Name + Eigenvalues, values.DetachFromDisposeScope());

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
        if (!ZeroCurvature.Contributes(block.Name, mean, lambda, eigenvalues.dtype, rows))
        {
            return null;
        }

        // Nothing is rotated without a basis: even the smallest squares are exact.
        var smallest = Number(eigenvalues.min());
        var largest = Basis(block, OutputBasis) is null ? 0 : Number(eigenvalues.max());
        lambda = _raises.Raise(block.Name, lambda, raised => DampingRaises.IsAboveRounding(smallest + raised, largest, eigenvalues.dtype));
        return (eigenvalues + lambda).MoveToOuterDisposeScope();
    }

    private static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();
}
