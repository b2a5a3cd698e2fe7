using DataWorth.Randomness;

namespace DataWorth.Core.Tests.LinearAlgebra;

/// <summary>Seeded matrices with known spectra, float64, and the dense reference for the best approximation.</summary>
internal static class Matrices
{
    public static Tensor Normal(long seed, params long[] shape)
    {
        var random = new SeededRandom(seed);
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return tensor(values, shape);
    }

    /// <summary>[batch, rows, columns] with the given singular values and random singular vectors.</summary>
    public static Tensor WithSingularValues(long seed, int batch, int rows, int columns, double[] values)
    {
        var left = linalg.qr(Normal(seed, batch, rows, values.Length)).Q;
        var right = linalg.qr(Normal(seed + 1, batch, columns, values.Length)).Q;
        return bmm(left * tensor(values), right.transpose(1, 2));
    }

    /// <summary>1, ..., 1e-8, evenly in the exponent.</summary>
    public static double[] Decaying(int count, double last = 1e-8) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Pow(last, i / (count - 1.0)))];

    /// <summary>Frobenius norm of what is left of each matrix of a batch, [B].</summary>
    public static double[] Norms(Tensor batch) => [.. batch.to_type(ScalarType.Float64).square().sum([1, 2]).sqrt().data<double>()];

    /// <summary>Error of the best approximation of rank c (Eckart and Young), from dense singular values in float64, [B].</summary>
    public static double[] BestErrors(Tensor batch, int rank)
    {
        var values = linalg.svdvals(batch.to_type(ScalarType.Float64));
        return
        [
            .. Enumerable
                .Range(0, (int)batch.shape[0])
                .Select(n => Math.Sqrt(values[n].data<double>().Skip(rank).Sum(value => value * value))),
        ];
    }

    public static double MaximumDifference(Tensor one, Tensor other) =>
        one.to_type(ScalarType.Float64).sub(other.to_type(ScalarType.Float64)).abs().max().item<double>();
}
