using System.CommandLine;
using System.Globalization;

namespace DataWorth.Cli.Hosting;

/// <summary>Options that take a number within a range; anything else is refused with what was found and what was expected.</summary>
internal static class NumberOption
{
    /// <summary>An option with a whole number.</summary>
    public static Option<int?> Whole(string name, string description, int minimum, int maximum) =>
        new(name)
        {
            Description = description,
            HelpName = "n",
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (
                    int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    && value >= minimum
                    && value <= maximum
                )
                {
                    return value;
                }

                result.AddError($"{name} is '{text}', expected a whole number from {minimum} to {maximum}.");
                return null;
            },
        };
}
