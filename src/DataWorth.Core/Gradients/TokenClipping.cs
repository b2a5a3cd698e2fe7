namespace DataWorth.Gradients;

/// <summary>Scales down the tokens of an example whose share of its gradient is long, so that a few outliers do not decide scores.</summary>
/// <remarks>
/// With one input a_t and output gradient g_t of each tracked module at position t, and n_t = sqrt(sum over modules of
/// ||g_t a_t^T||^2) the length of the position's share:
/// G = sum_t min(1, tau / n_t) g_t a_t^T, with one factor of a position for all modules. A module that is used twice counts twice.
/// tau is the same number for all examples, or the example's own quantile: the smallest of its lengths above 0 that a share q of them do
/// not exceed. Both depend on the example alone, not on its batch or its padding; a position without a share is left out of the quantile.
/// Every per-example gradient of a fit is clipped: training examples, candidates, queries, and what a curvature is made of; products with
/// a Hessian are not, as they are sums over no examples' gradients.
/// </remarks>
/// <param name="Value">q, above 0 and below 1; or tau itself, above 0, in the unit of gradients.</param>
/// <param name="IsQuantile">Whether <paramref name="Value"/> is q.</param>
/// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
public readonly record struct TokenClipping(double Value, bool IsQuantile)
{
    // 0.7 x 10 tokens are 7, though not in floating point.
    private const double Rounding = 1e-9;

    /// <summary>q or tau.</summary>
    public double Value { get; init; } = Checked(Value, IsQuantile);

    /// <summary>tau is the quantile of the example's lengths.</summary>
    /// <param name="share">q, above 0 and below 1.</param>
    public static TokenClipping Quantile(double share) => new(share, true);

    /// <summary>tau is a number.</summary>
    /// <param name="length">tau, above 0.</param>
    public static TokenClipping Absolute(double length) => new(length, false);

    /// <summary>For people: "the 0.95 quantile" or "0.001".</summary>
    public override string ToString() => IsQuantile ? $"the {Value:g6} quantile" : $"{Value:g6}";

    /// <summary>min(1, tau / n_t), [B, T].</summary>
    /// <param name="lengths">n_t, [B, T]; 0 at padding.</param>
    internal Tensor Factors(Tensor lengths)
    {
        using var scope = NewDisposeScope();
        var largest = IsQuantile ? OwnQuantile(lengths) : full([1, 1], Value, lengths.dtype, lengths.device);
        return (largest / lengths).clamp_max(1).MoveToOuterDisposeScope();
    }

    // [B, 1]; infinite where no position has a share.
    private Tensor OwnQuantile(Tensor lengths)
    {
        var isNone = lengths.eq(0);
        var (sorted, _) = lengths.masked_fill(isNone, double.PositiveInfinity).sort(1);
        var counts = isNone.logical_not().sum(1, keepdim: true); // [B, 1]
        var place = (counts.to_type(ScalarType.Float64) * Value - Rounding).ceil().to_type(ScalarType.Int64).sub(1).clamp_min(0);
        return sorted.gather(1, place);
    }

    private static double Checked(double value, bool isQuantile)
    {
        if (!(value > 0) || double.IsInfinity(value) || (isQuantile && value >= 1))
        {
            CoreThrow.Range("ClipTokens", value, isQuantile ? "a quantile above 0 and below 1" : "a finite number above 0");
        }

        return value;
    }
}
