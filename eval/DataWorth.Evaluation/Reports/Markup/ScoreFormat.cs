using System.Globalization;

namespace DataWorth.Evaluation.Reports.Markup;

/// <summary>One way to write all numbers of a group, so that their order is seen: the same power of ten, the same decimals.</summary>
/// <param name="Exponent">Numbers are written in units of 10^Exponent: 0, or a multiple of 3.</param>
/// <param name="Decimals">Digits after the point.</param>
public readonly record struct ScoreFormat(int Exponent, int Decimals)
{
    private const int MostDigits = 6;

    /// <summary>The format of a group: the smallest number that is not 0 has two significant digits where six digits for the largest are
    /// enough for that.</summary>
    /// <param name="values">The numbers; none may be NaN or infinite.</param>
    public static ScoreFormat For(IEnumerable<double> values)
    {
        double[] magnitudes = [.. values.Select(Math.Abs).Where(value => value > 0)];
        if (magnitudes.Length == 0)
        {
            return new ScoreFormat(0, 0);
        }

        var largest = (int)Math.Floor(Math.Log10(magnitudes.Max()));
        var smallest = (int)Math.Floor(Math.Log10(magnitudes.Min()));
        var exponent = largest is < -3 or > 4 ? (int)Math.Floor(largest / 3.0) * 3 : 0;
        var whole = Math.Max(1, largest - exponent + 1);
        var decimals = Math.Clamp(1 - (smallest - exponent), 0, Math.Max(0, MostDigits - whole));
        return new ScoreFormat(exponent, decimals);
    }

    /// <summary>The power of ten in words, such as "× 10⁻⁶"; empty for 10⁰.</summary>
    public string Factor =>
        Exponent == 0 ? "" : "\u00d7 10" + string.Concat(Exponent.ToString(CultureInfo.InvariantCulture).Select(Superscript));

    /// <summary>A number with its sign: "+0.0123", "\u22120.0040".</summary>
    /// <param name="value">The number.</param>
    public string Signed(double value) =>
        (
            value > 0 ? "+"
            : value < 0 ? "\u2212"
            : ""
        ) + Unsigned(value);

    /// <summary>A number with its sign and its power of ten, where nothing beside it says the power: "+202.71e-24".</summary>
    /// <param name="value">The number.</param>
    public string Whole(double value) =>
        Signed(value) + (Exponent == 0 || value == 0 ? "" : "e" + Exponent.ToString(CultureInfo.InvariantCulture));

    /// <summary>The magnitude of a number.</summary>
    /// <param name="value">The number.</param>
    public string Unsigned(double value) =>
        (Math.Abs(value) / Math.Pow(10, Exponent)).ToString(
            "F" + Decimals.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );

    private static char Superscript(char digit) =>
        digit switch
        {
            '-' => '\u207b',
            '1' => '\u00b9',
            '2' => '\u00b2',
            '3' => '\u00b3',
            _ => (char)('\u2070' + (digit - '0')),
        };
}
