using System.Globalization;
using System.Text.RegularExpressions;

namespace DataWorth.Models.Data.Sources;

/// <summary>What the text of a cell means.</summary>
internal static partial class Cell
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
    internal static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && !double.IsNaN(number)
        && !HasLeadingZero(text.AsSpan().Trim());

    /// <summary>Whether a cell is a number with commas: before its fraction ('1,25'), or between its thousands ('1,234.5').</summary>
    internal static bool HasComma(string text) => Comma().IsMatch(text);

    [GeneratedRegex(@"^[+-]?(\d+,\d+|\d{1,3}(,\d{3})+(\.\d+)?)$")]
    private static partial Regex Comma();

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
