using System.Globalization;

namespace DataWorth.Evaluation.Results;

/// <summary>Writes counts with their nouns.</summary>
public static class CountText
{
    /// <summary>"1 retraining", "1,200 retrainings", "0 queries".</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for others; null for that of one with an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
