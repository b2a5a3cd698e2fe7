using DataWorth.Randomness;

namespace DataWorth.LinearAlgebra;

/// <summary>The seeded start of an iteration.</summary>
internal static class StartBasis
{
    /// <summary>Fills a vector with normal numbers that depend on (seed, column, position) only, not on how many columns there
    /// are.</summary>
    public static void Fill(Span<double> vector, long seed, long column)
    {
        var random = new SeededRandom(seed, (ulong)column);
        foreach (ref var value in vector)
        {
            value = random.NextNormal();
        }
    }

    /// <summary>A normal matrix as a new tensor [size, count], stored by columns.</summary>
    public static Tensor Create(long size, long count, long seed, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var rows = empty([count, size], type, device);
        var vector = new double[size];
        for (long column = 0; column < count; column++)
        {
            using var inner = NewDisposeScope();
            Fill(vector, seed, column);
            rows.select(0, column).copy_(tensor(vector, dtype: type, device: device));
        }

        return rows.t().MoveToOuterDisposeScope();
    }
}
