using System.Globalization;

namespace DataWorth.Evaluation.Results;

/// <summary>One way to write all numbers of a column, so that their order can be seen: as many decimals for each, a common power of ten
/// where they are very large or small, and more decimals where different numbers would read the same.</summary>
public sealed class NumberColumn
{
    private const int MoreDecimals = 3;
    private const int MostDecimals = 9;
    private const double Smallest = 1e-3;
    private const double Largest = 1e6;

    private readonly int _exponent;
    private readonly int _decimals;

    private NumberColumn(int exponent, int decimals) => (_exponent, _decimals) = (exponent, decimals);

    /// <summary>The way for some numbers.</summary>
    /// <param name="values">The numbers; those that are not finite have no say.</param>
    /// <param name="digits">Significant digits of the largest of them, at least 1. Default 3.</param>
    public static NumberColumn Of(IEnumerable<double> values, int digits = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        // 0 is one of them: what is not 0 should not read 0.
        double[] distinct = [.. values.Where(double.IsFinite).Append(0).Distinct()];
        var largest = distinct.Max(Math.Abs);
        if (largest == 0)
        {
            return new NumberColumn(0, 0);
        }

        var power = (int)Math.Floor(Math.Log10(largest));
        var exponent = largest is >= Smallest and < Largest ? 0 : power;
        var least = Math.Clamp(digits - 1 - (power - exponent), 0, MostDecimals);
        return Enumerable
            .Range(least, MoreDecimals + 1)
            .Select(decimals => new NumberColumn(exponent, decimals))
            .MaxBy(column => distinct.Select(column.Text).Distinct().Count())!; // the first of the best
    }

    /// <summary>A number with a real minus sign, which is as wide as a plus sign.</summary>
    public string Text(double value)
    {
        var text = Math.Abs(value / Math.Pow(10, _exponent)).ToString("F" + _decimals, CultureInfo.InvariantCulture);
        var isZero = text.All(letter => letter is '0' or '.');
        return (value < 0 && !isZero ? "\u2212" : "") + text + (_exponent == 0 ? "" : FormattableString.Invariant($"e{_exponent}"));
    }
}
