using TorchSharp;

namespace DataWorth.LinearAlgebra;

/// <summary>Approximates per-example gradients by few columns, G_n ~ U_n V_n^T, a batch at a time.</summary>
/// <remarks>
/// Block power iteration: V = start; repeat U = orth(G V), V = orth(G^T U); then G ~ (G V) V^T, the best factors with the column space of
/// V.
/// On the CPU each example is iterated while it lies in the first-level cache; other devices work on the whole batch at once.
/// Computed in float32, or in float64 for float64 input. Source of the scheme: LoRIF, arXiv:2601.21929.
/// </remarks>
public static class LowRankFactorization
{
    /// <summary>Forming sum_t g_t a_t^T runs at this many times the rate of the iterations (measured, see README).</summary>
    private const double ProductRate = 3;

    /// <summary>Factors a batch of dense gradients.</summary>
    /// <param name="gradients">G [B, O, I], any strides.</param>
    /// <param name="options">Rank and iterations.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <exception cref="ArgumentException">The gradients have not three dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public static LowRankFactors FromMatrices(Tensor gradients, LowRankOptions options, string block)
    {
        options.Check();
        if (gradients.dim() != 3)
        {
            CoreThrow.NotABatch(block, "[B, O, I]", gradients.shape);
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var matrices = Computable(gradients);
        if (options.Rank >= Math.Min(gradients.shape[1], gradients.shape[2]))
        {
            return Finish(Whole(matrices), options.Rank, block);
        }

        if (options.IsExact || IsExactCheaper(options.Rank, gradients.shape))
        {
            return Finish(SingularValues(matrices, options.Rank, block), options.Rank, block);
        }

        return IsCached(matrices, options)
            ? Finish(CachedPowerIteration.FromMatrices(matrices, options), block)
            : Finish(BatchedPowerIteration.Factor(matrices, options.Rank, options.EffectiveIterations, options.Seed), options.Rank, block);
    }

    /// <summary>Factors gradients that are given as sums of outer products, G_n = sum_t g_nt a_nt^T, forming them only where that is
    /// cheaper.</summary>
    /// <remarks>For T at most c the factors are the given ones, exactly, at the cost of their norms.</remarks>
    /// <param name="outputGradients">g [B, T, O]; zero at padding.</param>
    /// <param name="activations">a [B, T, I].</param>
    /// <param name="options">Rank and iterations.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public static LowRankFactors FromFactors(Tensor outputGradients, Tensor activations, LowRankOptions options, string block)
    {
        options.Check();
        if (
            outputGradients.dim() != 3
            || activations.dim() != 3
            || outputGradients.shape[0] != activations.shape[0]
            || outputGradients.shape[1] != activations.shape[1]
        )
        {
            CoreThrow.FactorsDiffer(block, outputGradients.shape, activations.shape);
        }

        var (positions, outputs, inputs) = (outputGradients.shape[1], outputGradients.shape[2], activations.shape[2]);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (left, right) = (Computable(outputGradients), Computable(activations));
        var isCached = IsCached(left, options);
        if (positions <= options.Rank && !isCached)
        {
            return Finish((left.transpose(1, 2), right.transpose(1, 2)), options.Rank, block);
        }

        if (
            positions > options.Rank
            && (options.IsExact || IsExactCheaper(options.Rank, [outputs, inputs]) || !isCached || IsFormingCheaper())
        )
        {
            return FromMatrices(bmm(left.transpose(1, 2), right), options, block);
        }

        return Finish(CachedPowerIteration.FromFactors(left, right, options), block);

        bool IsFormingCheaper()
        {
            double sweeps = options.Rank * ((2 * options.EffectiveIterations) + 1);
            return (sweeps + (positions / ProductRate)) * outputs * inputs < sweeps * positions * (outputs + inputs);
        }
    }

    /// <summary>A full-rank matrix is its own factor: U = G, V = I or the other way round.</summary>
    private static (Tensor Left, Tensor Right) Whole(Tensor matrices)
    {
        var (outputs, inputs) = (matrices.shape[1], matrices.shape[2]);
        var identity = eye(Math.Min(outputs, inputs), dtype: matrices.dtype, device: matrices.device)
            .unsqueeze(0)
            .expand(matrices.shape[0], -1, -1);
        return inputs <= outputs ? (matrices, identity) : (identity, matrices.transpose(1, 2));
    }

    private static (Tensor Left, Tensor Right) SingularValues(Tensor matrices, int rank, string block)
    {
        CheckFinite(matrices, block); // LAPACK may not return from a matrix with a NaN
        var (left, values, rightTransposed) = linalg.svd(matrices, fullMatrices: false);
        return (left.narrow(2, 0, rank) * values.narrow(1, 0, rank).unsqueeze(1), rightTransposed.narrow(1, 0, rank).transpose(1, 2));
    }

    /// <summary>Balances the columns' norms, adds zero columns up to c, and checks. A NaN anywhere in G is one in the factors.</summary>
    private static LowRankFactors Finish((Tensor Left, Tensor Right) factors, int rank, string block)
    {
        var (left, right) = factors;
        var (leftNorm, rightNorm) = (ColumnNorm(left), ColumnNorm(right)); // [B, 1, c]
        var factor = sqrt(rightNorm / leftNorm);
        factor = where(leftNorm.gt(0).logical_and(rightNorm.gt(0)), factor, ones_like(factor)).to_type(left.dtype);
        left = Widen(left * factor, rank);
        right = Widen(right / factor, rank);
        if (!left.sum().add(right.sum()).isfinite().item<bool>()) // one reduction; looked at closely only if it is not finite
        {
            CheckFinite(left, block);
            CheckFinite(right, block);
        }

        return new LowRankFactors(left, right);
    }

    private static LowRankFactors Finish((Tensor Left, Tensor Right, int? NotFinite) factors, string block)
    {
        if (factors.NotFinite is int example)
        {
            CoreThrow.GradientNotFinite(block, example, factors.Left.dtype);
        }

        return new LowRankFactors(factors.Left, factors.Right);
    }

    /// <summary>In float64: squares of numbers below 1e-19 would vanish in float32.</summary>
    private static Tensor ColumnNorm(Tensor columns) => columns.to_type(ScalarType.Float64).norm(1, keepdim: true, p: 2f);

    private static Tensor Widen(Tensor columns, int rank)
    {
        var missing = rank - columns.shape[2];
        return missing <= 0
            ? columns.contiguous()
            : cat([columns, zeros([columns.shape[0], columns.shape[1], missing], columns.dtype, columns.device)], 2);
    }

    /// <summary>From two thirds of the full rank a singular value decomposition takes no longer than the iterations (measured at 64 x 64
    /// and below, see README).</summary>
    private static bool IsExactCheaper(int rank, ReadOnlySpan<long> shape) => 3L * rank >= 2 * Math.Min(shape[^1], shape[^2]);

    private static bool IsCached(Tensor tensor, LowRankOptions options) =>
        tensor.device_type == DeviceType.CPU && !options.UseBatchedProducts;

    private static Tensor Computable(Tensor given) =>
        given.dtype is ScalarType.Float32 or ScalarType.Float64 ? given.detach() : given.detach().to_type(ScalarType.Float32);

    private static void CheckFinite(Tensor batch, string block)
    {
        var finite = batch.isfinite().flatten(1).all(1);
        if (!finite.all().item<bool>())
        {
            CoreThrow.GradientNotFinite(block, finite.to_type(ScalarType.Int32).argmin().item<long>(), batch.dtype);
        }
    }
}
