namespace DataWorth.LinearAlgebra;

/// <summary>Best rank-k factors of preconditioned query gradients, Q~_q ~ L_q R_q, with the error they make. Owns its tensors.</summary>
/// <remarks>
/// Scores of large models contract L [O, k] and R [k, I] with the factors of the training gradients in place of Q~ [O, I].
/// Small matrices are decomposed exactly; others by a randomised iteration with 8 further columns and 6 iterations, rotated to the singular
/// vectors and cut to k.
/// </remarks>
public sealed class LowRankQueryFactors : IDisposable
{
    /// <summary>Matrices with min(O, I) up to this are decomposed exactly.</summary>
    public const int ExactUpTo = 64;

    private const int Oversampling = 8;
    private const int Iterations = 6;

    private LowRankQueryFactors(Tensor left, Tensor right, Tensor relativeErrors)
    {
        Left = left.DetachFromDisposeScope();
        Right = right.DetachFromDisposeScope();
        RelativeErrors = relativeErrors.DetachFromDisposeScope();
    }

    /// <summary>L [Q, O, k'], k' = min(k, O, I); columns orthogonal, with the norms of R's rows.</summary>
    public Tensor Left { get; }

    /// <summary>R [Q, k', I].</summary>
    public Tensor Right { get; }

    /// <summary>|Q~ - L R| / |Q~| in the Frobenius norm for each query, [Q], float64; 0 for a zero gradient. Measured on the factors as
    /// they are.</summary>
    public Tensor RelativeErrors { get; }

    /// <summary>The largest of <see cref="RelativeErrors"/>.</summary>
    public double WorstRelativeError
    {
        get
        {
            using var scope = NewDisposeScope();
            return RelativeErrors.max().item<double>();
        }
    }

    /// <summary>Factors a batch.</summary>
    /// <param name="queries">Q~ [Q, O, I]; float64 stays float64, anything else is computed in float32.</param>
    /// <param name="rank">k, at least 1.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <param name="seed">Seed of the iteration's start. Default 0.</param>
    /// <exception cref="ArgumentException">The gradients have not three dimensions, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1.</exception>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public static LowRankQueryFactors Compute(Tensor queries, int rank, string block, long seed = 0)
    {
        if (rank < 1)
        {
            CoreThrow.Range("Rank", rank, "at least 1");
        }

        if (queries.dim() != 3 || queries.numel() == 0)
        {
            CoreThrow.NotABatch(block, "[Q, O, I] with at least one query", queries.shape);
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var type = queries.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var parts = new List<LowRankQueryFactors>();
        for (long i = 0; i < queries.shape[0]; i++) // one query at a time: the working memory is that of one gradient
        {
            using var inner = NewDisposeScope();
            var matrix = queries.narrow(0, i, 1).detach().to_type(type);
            if (!matrix.isfinite().all().item<bool>())
            {
                CoreThrow.GradientNotFinite(block, i, queries.dtype);
            }

            parts.Add(One(matrix, Math.Min(rank, Math.Min(matrix.shape[1], matrix.shape[2])), seed));
        }

        var result = new LowRankQueryFactors(
            cat([.. parts.Select(part => part.Left)], 0),
            cat([.. parts.Select(part => part.Right)], 0),
            cat([.. parts.Select(part => part.RelativeErrors)], 0)
        );
        foreach (var part in parts)
        {
            part.Dispose();
        }

        return result;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Left.Dispose();
        Right.Dispose();
        RelativeErrors.Dispose();
    }

    private static LowRankQueryFactors One(Tensor matrix, long rank, long seed)
    {
        var smaller = Math.Min(matrix.shape[1], matrix.shape[2]);
        var largest = matrix.abs().max();
        var unit = where(largest.gt(0), largest, ones_like(largest)); // squares stay in range
        var scaled = matrix / unit;
        var (left, values, right) =
            smaller <= ExactUpTo || rank + Oversampling >= smaller
                ? linalg.svd(scaled, fullMatrices: false)
                : Iterate(scaled, rank + Oversampling, seed);
        var root = values.narrow(1, 0, rank).mul(unit).sqrt(); // [1, k]
        left = left.narrow(2, 0, rank) * root.unsqueeze(1);
        right = right.narrow(1, 0, rank) * root.unsqueeze(2);

        var residual = matrix.sub(bmm(left, right)).div_(unit).to_type(ScalarType.Float64).square().sum([1, 2]).sqrt();
        var norm = scaled.to_type(ScalarType.Float64).square().sum([1, 2]).sqrt();
        return new LowRankQueryFactors(left, right, where(norm.gt(0), residual / norm, zeros_like(norm)));
    }

    /// <summary>Singular triples of G V V^T for the iteration's basis V: G V = U S E^T, so that G ~ U S (V E)^T.</summary>
    private static (Tensor U, Tensor S, Tensor Vh) Iterate(Tensor matrix, long width, long seed)
    {
        var basis = BatchedPowerIteration.Basis(matrix, width, Iterations, seed);
        var (left, values, rotation) = linalg.svd(bmm(matrix, basis), fullMatrices: false); // [1, O, l], [1, l], [1, l, l]
        return (left, values, bmm(rotation, basis.transpose(1, 2)));
    }
}
