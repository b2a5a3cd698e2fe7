namespace DataWorth.Curvature;

/// <summary>The number lambda added to a curvature's eigenvalues before it is inverted.</summary>
/// <param name="Value">lambda itself, or the factor c of lambda = c x mean eigenvalue of the block. Above 0, or 0 for a positive definite
/// curvature.</param>
/// <param name="IsRelative">Whether <paramref name="Value"/> is relative to each block's mean eigenvalue.</param>
/// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
public readonly record struct Damping(double Value, bool IsRelative)
{
    /// <summary>lambda itself, or the factor of the mean eigenvalue.</summary>
    public double Value { get; init; } = Checked(Value);

    /// <summary>lambda = 0.1 x mean eigenvalue per block: the default of the literature (arXiv:2308.03296, arXiv:2405.13954).</summary>
    public static Damping Default { get; } = Relative(0.1);

    /// <summary>lambda = <paramref name="factor"/> x mean eigenvalue of each block.</summary>
    public static Damping Relative(double factor) => new(factor, true);

    /// <summary>The same lambda for every block.</summary>
    public static Damping Absolute(double value) => new(value, false);

    /// <summary>lambda for a block with the given mean eigenvalue.</summary>
    public double For(double meanEigenvalue) => IsRelative ? Value * meanEigenvalue : Value;

    /// <summary>For people: "0.1 x mean eigenvalue" or "0.001".</summary>
    public override string ToString() => IsRelative ? $"{Value:g6} x mean eigenvalue" : $"{Value:g6}";

    private static double Checked(double value)
    {
        if (!(value >= 0) || double.IsInfinity(value))
        {
            CoreThrow.Range("Damping", value, "a finite number of at least 0");
        }

        return value;
    }
}
