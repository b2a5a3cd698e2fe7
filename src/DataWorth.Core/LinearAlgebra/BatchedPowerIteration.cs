namespace DataWorth.LinearAlgebra;

/// <summary>Block power iteration of a whole batch by batched products: any device, any rank; the reference of
/// <see cref="CachedPowerIteration"/>.</summary>
internal static class BatchedPowerIteration
{
    /// <summary>G ~ left right^T with right = the basis that the iteration ends with and left = G right.</summary>
    public static (Tensor Left, Tensor Right) Factor(Tensor matrices, long rank, int iterations, long seed)
    {
        var basis = Basis(matrices, rank, iterations, seed);
        return (bmm(matrices, basis), basis);
    }

    /// <summary>Orthonormal columns [B, I, count] that span, nearly, the leading right singular vectors of each matrix.</summary>
    public static Tensor Basis(Tensor matrices, long count, int iterations, long seed)
    {
        using var scope = NewDisposeScope();
        var transposed = matrices.transpose(1, 2);
        var basis = StartBasis
            .Create(matrices.shape[2], count, seed, matrices.dtype, matrices.device)
            .unsqueeze(0)
            .expand(matrices.shape[0], -1, -1); // [B, I, c]
        for (var i = 0; i < iterations; i++)
        {
            using var inner = NewDisposeScope();
            basis = Orthonormal(bmm(transposed, Orthonormal(bmm(matrices, basis)))).MoveToOuterDisposeScope();
        }

        return basis.MoveToOuterDisposeScope();
    }

    private static Tensor Orthonormal(Tensor columns)
    {
        if (columns.shape[2] > 1)
        {
            return linalg.qr(columns).Q;
        }
        // The largest entry first: squares of gradients below 1e-19 would vanish in float32.
        var scaled = columns / columns.abs().amax([1], keepdim: true);
        scaled = scaled / scaled.norm(1, keepdim: true, p: 2f);
        return where(columns.eq(0).all(1, keepdim: true), columns, scaled); // a zero matrix stays zero
    }
}
