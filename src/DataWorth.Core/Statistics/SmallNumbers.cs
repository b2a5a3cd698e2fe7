namespace DataWorth.Statistics;

/// <summary>Numbers below the smallest normal one keep a few digits or none: a curvature of them gives no scores, without a word.</summary>
internal static class SmallNumbers
{
    /// <summary>The smallest number that a type holds with all its digits: 2^-1022 of float64, 2^-126 of float32 and bfloat16.</summary>
    public static double Smallest(ScalarType type) => Math.ScaleB(1, type == ScalarType.Float64 ? -1022 : -126);

    /// <summary>Refuses a curvature that is not 0 and has only smaller numbers.</summary>
    /// <param name="numbers">The curvature, or its eigenvalues.</param>
    /// <param name="what">What it is.</param>
    /// <param name="block">The block's name.</param>
    /// <param name="type">Type in which it was computed, or is used.</param>
    /// <param name="isOfTheLoss">Whether it grows with the loss. Default true.</param>
    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public static void Refuse(Tensor numbers, string what, string block, ScalarType type, bool isOfTheLoss = true)
    {
        using var scope = NewDisposeScope();
        var largest = Math.Max(Number(numbers.max()), -Number(numbers.min()));
        if (largest > 0 && largest < Smallest(type))
        {
            CoreThrow.TooSmall(what, block, largest, Smallest(type), type, isOfTheLoss);
        }
    }

    private static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();
}
