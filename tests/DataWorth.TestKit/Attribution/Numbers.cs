namespace DataWorth.TestKit;

/// <summary>Tensors as plain arrays, and comparisons that say where and by how much.</summary>
public static class Numbers
{
    public static double[] ToDoubles(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).contiguous().reshape(-1).data<double>().ToArray();
    }

    /// <summary>|actual - expected| at most absolute + relative x |expected|, everywhere.</summary>
    public static void Close(double[] expected, double[] actual, double relative, double absolute)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var bound = absolute + (relative * Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= bound,
                $"[{i}]: expected {expected[i]:g9}, got {actual[i]:g9}, bound {bound:g3}"
            );
        }
    }

    /// <summary>Largest difference over largest value.</summary>
    public static double RelativeToMaximum(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs);
        return expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / scale;
    }
}
