using static TorchSharp.torch;

namespace TorchSharp.Tests.Reference;

/// <summary>Comparison of tensors with reference arrays, element by element.</summary>
internal static class Compare
{
    /// <summary>Relative and absolute tolerance: rounding of a few dozen operations at the precision of the type.</summary>
    public static (double Relative, double Absolute) Tolerance(ScalarType type) => type switch
    {
        ScalarType.Float32 => (1.3e-6, 1e-5),
        ScalarType.Float64 => (1e-10, 1e-10),
        _ => (0, 0),
    };

    public static void Equal(Nd expected, Tensor actual, ScalarType precision, string name)
    {
        Assert.True(expected.Shape.SequenceEqual(actual.shape), $"{name}: shape [{string.Join(", ", actual.shape)}], expected [{string.Join(", ", expected.Shape)}]");
        var (relative, absolute) = Tolerance(precision);
        var values = Nd.Of(actual).Data;
        for (var i = 0; i < values.Length; i++)
        {
            var (found, wanted) = (values[i], expected.Data[i]);
            if (double.IsNaN(wanted) && double.IsNaN(found)) continue;
            if (found == wanted) continue;
            Assert.True(Math.Abs(found - wanted) <= absolute + (relative * Math.Abs(wanted)), $"{name} [{i}] in {precision}: {found:R}, expected {wanted:R}");
        }
    }
}
