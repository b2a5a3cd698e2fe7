namespace DataWorth.LinearAlgebra;

/// <summary>How per-example gradients are approximated by few columns.</summary>
public sealed record LowRankOptions
{
    /// <summary>Columns c of the factors. Default 1, at least 1. Above min(O, I) the further columns are zero.</summary>
    public int Rank { get; init; } = 1;

    /// <summary>Block power iterations, each U = orth(G V), V = orth(G^T U). Default null: 8 for c = 1, 16 above (arXiv:2601.21929). At
    /// least 1.</summary>
    public int? Iterations { get; init; }

    /// <summary>Whether the best factors are computed by a singular value decomposition instead of iterations. Default false; up to 100
    /// times slower at small ranks.
    /// From two thirds of the full rank on it is done anyway, because it takes no longer.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether the CPU too iterates a whole batch by batched products, as other devices do, in place of one example after the
    /// other in the cache.
    /// Default false: much slower for small gradients; for gradients of thousands of rows and columns it may be faster.</summary>
    public bool UseBatchedProducts { get; init; }

    /// <summary>Seed of the start, which is the same for every example, so that a result does not depend on the batch. Default 0.</summary>
    public long Seed { get; init; }

    internal int EffectiveIterations => Iterations ?? (Rank == 1 ? 8 : 16);

    internal void Check()
    {
        if (Rank < 1)
        {
            CoreThrow.Range(nameof(Rank), Rank, "at least 1");
        }

        if (Iterations < 1)
        {
            CoreThrow.Range(nameof(Iterations), Iterations, "at least 1");
        }
    }
}
