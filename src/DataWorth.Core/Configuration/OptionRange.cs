using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DataWorth.Configuration;

/// <summary>Reads <see cref="RangeAttribute"/>; a bound of the largest number is none.</summary>
internal static class OptionRange
{
    /// <summary>Whether a number is within the range; NaN is in none.</summary>
    public static bool Contains(RangeAttribute range, object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        var (least, most) = Bounds(range);
        return (range.MinimumIsExclusive ? number > least : number >= least) && (range.MaximumIsExclusive ? number < most : number <= most);
    }

    /// <summary>The range in words: "at least 1", "greater than 0", "from 0 to 1", "greater than 0 and less than 1".</summary>
    public static string Text(RangeAttribute range)
    {
        var least = (range.MinimumIsExclusive ? "greater than " : "at least ") + Show(range.Minimum);
        return IsOpen(range) ? least
            : range is { MinimumIsExclusive: false, MaximumIsExclusive: false } ? $"from {Show(range.Minimum)} to {Show(range.Maximum)}"
            : $"{least} and {(range.MaximumIsExclusive ? "less than" : "at most")} {Show(range.Maximum)}";
    }

    /// <summary>Whether there is no upper bound.</summary>
    public static bool IsOpen(RangeAttribute range) => range.Maximum is int.MaxValue or double.MaxValue;

    private static (double Least, double Most) Bounds(RangeAttribute range) =>
        (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), IsOpen(range) ? double.MaxValue : Upper(range));

    private static double Upper(RangeAttribute range) => Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    private static string Show(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture)!;
}
