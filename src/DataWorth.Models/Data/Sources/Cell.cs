using System.Globalization;

namespace DataWorth.Models.Data.Sources;

/// <summary>What the text of a cell means.</summary>
internal static class Cell
{
    private static readonly HashSet<string> s_missingNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA",
        "N/A",
        "NaN",
        "-NaN",
        "null",
        "none",
        "<NA>",
        "#N/A",
        "?",
    };

    /// <summary>A number in the invariant culture, which may be infinite but not 'NaN'.</summary>
    /// <remarks>What begins with a zero before another digit ('01234') is a code, of which a number would lose the zero.</remarks>
    internal static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && !double.IsNaN(number)
        && !HasLeadingZero(text.AsSpan().Trim());

    /// <summary>Whether a cell is a number with a comma before its fraction ('1,25').</summary>
    internal static bool HasDecimalComma(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma > 0
            && comma < text.Length - 1
            && text.AsSpan(comma + 1).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(0, comma).TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static bool HasLeadingZero(ReadOnlySpan<char> text)
    {
        var digits = text.TrimStart("+-");
        return digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
    }

    /// <summary>Whether a cell is empty.</summary>
    internal static bool IsEmpty(string? text) => string.IsNullOrWhiteSpace(text);

    /// <summary>Whether a cell of a column of numbers has none: it is empty, or says so ('NA', 'null', '?' …). In a column of texts those are
    /// texts.</summary>
    internal static bool IsMissingNumber(string? text) => IsEmpty(text) || s_missingNumbers.Contains(text!.Trim());
}
