using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace DataWorth.Cli.Hosting;

/// <summary>Options that take a number within a range; anything else is refused with what was found and what was expected.</summary>
internal static class NumberOption
{
    /// <summary>An option with a whole number.</summary>
    public static Option<int?> Whole(string name, string description, int minimum, int maximum) =>
        Create(name, description, "n", "a whole number", minimum, maximum, NumberStyles.AllowLeadingSign);

    /// <summary>An option with a number.</summary>
    public static Option<double?> Real(string name, string description, double minimum, double maximum) =>
        Create(name, description, "x", "a number", minimum, maximum, NumberStyles.Float);

    private static Option<T?> Create<T>(
        string name,
        string description,
        string helpName,
        string kind,
        T minimum,
        T maximum,
        NumberStyles styles
    )
        where T : struct, INumber<T> =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, kind, minimum, maximum, styles),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string kind, T minimum, T maximum, NumberStyles styles)
        where T : struct, INumber<T>
    {
        var text = result.Tokens[^1].Value;
        if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}', expected {kind} from {minimum} to {maximum}."));
        return null;
    }
}
