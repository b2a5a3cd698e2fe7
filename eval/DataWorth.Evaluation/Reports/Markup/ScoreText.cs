using System.Globalization;

namespace DataWorth.Evaluation.Reports.Markup;

/// <summary>Writes scores, whose sizes differ by powers of ten.</summary>
internal static class ScoreText
{
    /// <summary>Three significant digits with a real minus sign.</summary>
    public static string Format(double score)
    {
        var magnitude = Math.Abs(score);
        var text = magnitude switch
        {
            0 => "0",
            >= 1e6 or < 1e-3 => magnitude.ToString("0.0e0", CultureInfo.InvariantCulture),
            >= 1e4 => (magnitude / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " k",
            >= 100 => magnitude.ToString("0", CultureInfo.InvariantCulture),
            >= 10 => magnitude.ToString("0.0", CultureInfo.InvariantCulture),
            _ => magnitude.ToString("0.00", CultureInfo.InvariantCulture),
        };
        return score < 0 ? "\u2212" + text : text;
    }
}
