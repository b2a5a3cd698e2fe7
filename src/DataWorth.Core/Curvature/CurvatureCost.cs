using DataWorth.Features;

namespace DataWorth.Curvature;

/// <summary>What a curvature takes, known from the sizes of its blocks before anything is computed.</summary>
/// <param name="StoredBytes">Bytes of its statistics in the store.</param>
/// <param name="MemoryBytes">Bytes of memory, at most, while it is fitted and used.</param>
internal readonly record struct CurvatureCost(long StoredBytes, long MemoryBytes)
{
    private const int Wide = sizeof(double);

    /// <summary>Of <see cref="RawFisher"/>: D_l^2 numbers per block, their factors in float64 and in the type of the rows, and twice the
    /// largest block in float64 while one is decomposed.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="numberBytes">Bytes of a number of the sums.</param>
    public static CurvatureCost Dense(FeatureLayout layout, int numberBytes)
    {
        double all = layout.Blocks.Sum(block => Square(block.Size)),
            largest = layout.Blocks.Max(block => Square(block.Size));
        return Of(all * numberBytes, (all * ((2.0 * numberBytes) + Wide)) + (largest * 2 * Wide));
    }

    /// <summary>Of <see cref="EigenbasisCurvature"/>: O^2 + I^2 + O I numbers per block, the covariances beside them while they are
    /// fitted.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="numberBytes">Bytes of a number.</param>
    /// <param name="isDiagonal">Whether there are no bases.</param>
    /// <param name="parts">In how many parts it is fitted and used, one at a time.</param>
    public static CurvatureCost Eigenbasis(FeatureLayout layout, int numberBytes, bool isDiagonal, int parts)
    {
        double Numbers(BlockShape block) => block.Size + (isDiagonal ? 0 : Square(block.Outputs) + Square(block.Inputs));
        var all = layout.Blocks.Sum(Numbers) * numberBytes;
        var part = layout.Split(parts).Max(range => layout.Blocks.Skip(range.First).Take(range.Count).Sum(Numbers)) * numberBytes;
        return Of(all, (2 * part) + (layout.Blocks.Max(Numbers) * 2 * Wide));
    }

    /// <summary>Of <see cref="SubspaceCurvature"/>: D_l r numbers per block, and three times as many while the subspaces are
    /// found.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="numberBytes">Bytes of a number.</param>
    /// <param name="rank">r.</param>
    public static CurvatureCost Subspace(FeatureLayout layout, int numberBytes, int rank)
    {
        var all = layout.Blocks.Sum(block => (double)block.Size * Math.Min(rank, block.Size)) * numberBytes;
        return Of(all, 3 * all);
    }

    /// <summary>Of <see cref="SpectralCurvature"/>: r vectors of D numbers in float64, twice while they are found.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="stored">Vectors that are kept.</param>
    /// <param name="found">Vectors that are held while they are found.</param>
    public static CurvatureCost Spectral(FeatureLayout layout, double stored, double found) =>
        Of(layout.Size * stored * Wide, layout.Size * (stored + found) * Wide);

    private static double Square(long size) => (double)size * size;

    private static CurvatureCost Of(double stored, double memory) =>
        new((long)Math.Min(stored, long.MaxValue / 4), (long)Math.Min(memory, long.MaxValue / 4));
}
