using System.CommandLine;
using System.Globalization;

namespace DataWorth.Cli.Hosting;

/// <summary>Options that take an age: '30d', '12h', '90m', or a number of hours.</summary>
internal static class AgeOption
{
    private const double MostHours = 876_000;

    /// <summary>An option with an age.</summary>
    public static Option<TimeSpan?> Create(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "age",
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                var hours = Hours(text);
                if (hours is >= 0 and <= MostHours)
                {
                    return TimeSpan.FromHours(hours.Value);
                }

                result.AddError($"{name} is '{text}', expected an age such as 30d, 12h, 90m, or a number of hours, at most a century.");
                return null;
            },
        };

    private static double? Hours(string text)
    {
        double? unit =
            text.Length == 0
                ? null
                : text[^1] switch
                {
                    'd' => 24,
                    'h' => 1,
                    'm' => 1 / 60.0,
                    _ => null,
                };
        var number = unit is null ? text : text[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value * (unit ?? 1)
            : null;
    }
}
