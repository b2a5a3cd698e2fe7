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
    internal static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number);

    /// <summary>Whether a cell is empty.</summary>
    internal static bool IsEmpty(string? text) => string.IsNullOrWhiteSpace(text);

    /// <summary>Whether a cell of a column of numbers has none: it is empty, or says so ('NA', 'null', '?' …). In a column of texts those are
    /// texts.</summary>
    internal static bool IsMissingNumber(string? text) => IsEmpty(text) || s_missingNumbers.Contains(text!.Trim());
}
