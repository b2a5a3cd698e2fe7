namespace TorchSharp.Tests.Reference;

/// <summary>Test numbers from a small generator of their own: the same on every machine, away from ties and from the edges of domains.</summary>
internal static class Numbers
{
    public static Nd Uniform(int seed, double low, double high, params long[] shape)
    {
        var state = (ulong)seed * 0x9E3779B97F4A7C15UL;
        return Nd.From(shape, _ =>
        {
            // SplitMix64
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            z ^= z >> 31;
            return low + ((high - low) * ((z >> 11) * (1.0 / (1UL << 53))));
        });
    }

    /// <summary>Different multiples of 0.25 around zero, none of them zero, in a mixed order: no ties, exact in float32.</summary>
    public static Nd Distinct(int seed, params long[] shape)
    {
        var keys = Uniform(seed, 0, 1, shape);
        var order = keys.Data.Select((key, i) => (key, i)).OrderBy(pair => pair.key).Select(pair => pair.i).ToArray();
        var result = Nd.Zeros(shape);
        for (var rank = 0; rank < order.Length; rank++) result.Data[order[rank]] = ((rank - (order.Length / 2)) * 0.25) + 0.125;
        return result;
    }

    /// <summary>A symmetric positive definite matrix with eigenvalues of order 1.</summary>
    public static Nd Definite(int seed, long n)
    {
        var a = Uniform(seed, -1, 1, n, n);
        var product = a.MatMul(a.Permute(1, 0));
        return Nd.From([n, n], i => (product[i] / n) + (i[0] == i[1] ? 1 : 0));
    }
}
