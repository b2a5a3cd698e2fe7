using System.Globalization;

namespace DataWorth.Evaluation.Results;

/// <summary>Writes numbers of bytes as people read them.</summary>
public static class ByteText
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>"0 B", "812 B", "1.3 MB": three digits at most, in powers of 1,000.</summary>
    /// <param name="bytes">Number of bytes, 0 or more.</param>
    public static string Of(double bytes)
    {
        var unit = 0;
        while (bytes >= 999.5 && unit < s_units.Length - 1)
        {
            (bytes, unit) = (bytes / 1000, unit + 1);
        }

        return bytes.ToString(unit > 0 && bytes < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }
}
