using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The option --set NAME=VALUE of a command, any number of times: every option of the method, the training and the model.</summary>
internal static class Settings
{
    /// <summary>The option.</summary>
    public static Option<string[]> Create() =>
        new("--set")
        {
            Description =
                "An option of the method (rank=32), of the training (training.epochs=20) or of the model (model.hidden=64,64); "
                + "may be repeated.",
            HelpName = "name=value",
            DefaultValueFactory = _ => [],
        };

    /// <summary>The names and values that were typed.</summary>
    /// <param name="texts">What was typed.</param>
    /// <param name="option">The option.</param>
    /// <param name="example">What could be typed.</param>
    /// <exception cref="UserErrorException">One is no name and value, or comes twice.</exception>
    public static IReadOnlyDictionary<string, string> Read(
        IEnumerable<string> texts,
        string option = "--set",
        string example = "rank=32 or training.epochs=20"
    )
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length < 2 || parts[0].Length == 0)
            {
                throw new UserErrorException($"{option} is '{text}', expected NAME=VALUE, such as {example}.");
            }

            if (!values.TryAdd(parts[0], parts[1]))
            {
                throw new UserErrorException($"{option} gives '{parts[0]}' twice.");
            }
        }

        return values;
    }

    /// <summary>Options with the values set whose names begin with a prefix.</summary>
    /// <param name="options">The options.</param>
    /// <param name="settings">All that was typed.</param>
    /// <param name="prefix">"model." or "training."; "" for the method, whose names have neither.</param>
    /// <exception cref="UserErrorException">A value is not understood.</exception>
    public static T Bind<T>(T options, IReadOnlyDictionary<string, string> settings, string prefix)
        where T : class
    {
        string[] others = prefix.Length == 0 ? ["model.", "training."] : [];
        var values = settings
            .Where(entry =>
                entry.Key.StartsWith(prefix, StringComparison.Ordinal)
                && !others.Any(other => entry.Key.StartsWith(other, StringComparison.Ordinal))
            )
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
        try
        {
            return OptionsBinder.Bind(options, values, "the options", OptionsJson.Create(NetworkTable.Choices));
        }
        catch (OptionException exception)
        {
            throw new UserErrorException($"--set {prefix}{exception.Path}: {exception.Message}", exception);
        }
    }
}
