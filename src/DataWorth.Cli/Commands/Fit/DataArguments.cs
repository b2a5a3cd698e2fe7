using System.CommandLine;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The options of a command that say which data, and as what: one for the path, and one for each property of
/// <see cref="DataOptions"/>.</summary>
internal sealed class DataArguments
{
    private const string PathKey = "path";

    // What the encoding of a fit leaves open.
    private static readonly string[] s_ofQueries = ["format", "label-column", "id-column", "split", "limit"];

    private readonly Option<string?> _path;
    private readonly IReadOnlyList<(string Key, Option<string?> Option)> _others;

    /// <summary>Makes the options.</summary>
    /// <param name="name">The option of the path, such as "--data".</param>
    /// <param name="description">What it says in the help.</param>
    /// <param name="isRequired">Whether the command needs it.</param>
    /// <param name="likeFit">Whether rows are encoded as those of a fit.</param>
    /// <param name="prefix">What the names of the other options begin with after the dashes. Default nothing.</param>
    public DataArguments(string name, string description, bool isRequired = true, bool likeFit = false, string prefix = "")
    {
        _path = new(name)
        {
            Description = description,
            HelpName = "data",
            Required = isRequired,
        };
        _others =
        [
            .. OptionsJson
                .Default.GetTypeInfo(typeof(DataOptions))
                .Properties.Where(property => property.Name != PathKey && (!likeFit || s_ofQueries.Contains(property.Name)))
                .Select(property =>
                    (
                        property.Name,
                        new Option<string?>($"--{prefix}{property.Name}")
                        {
                            HelpName = property.PropertyType == typeof(bool) ? "true|false" : "value",
                            Arity = property.PropertyType == typeof(bool) ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
                            Description = Describe(property),
                        }
                    )
                ),
        ];
    }

    private static string Describe(JsonPropertyInfo property)
    {
        var text = property
            .AttributeProvider!.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true)
            .OfType<DescriptionAttribute>()
            .Single()
            .Description.Replace("; null ", "; not given: ", StringComparison.Ordinal);
        string[] names =
            property.PropertyType.IsEnum ? [.. Enum.GetNames(property.PropertyType).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)]
            : property.Name == OptionRules.Key(nameof(DataOptions.Format)) ? [.. DataFormatTable.All.Select(format => format.Name)]
            : [];
        return names.Length == 0 ? text : $"{text} One of: {string.Join(", ", names)}.";
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_path);
        foreach (var (_, option) in _others)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether an option was typed.</summary>
    /// <param name="context">The command.</param>
    /// <param name="member">Name of the property that it sets.</param>
    public bool IsGiven(CommandContext context, string member) =>
        _others.Any(other => other.Key == OptionRules.Key(member) && context.IsGiven(other.Option));

    /// <summary>Which data were named; null if none.</summary>
    /// <exception cref="UserErrorException">A value is not understood, or is given without the path.</exception>
    public DataOptions? Get(CommandContext context)
    {
        var given = _others.Where(other => context.IsGiven(other.Option)).ToList();
        if (context.Get(_path) is not { } path)
        {
            return given.Count == 0
                ? null
                : throw new UserErrorException($"{given[0].Option.Name} says something of data that are not given; give {_path.Name} too.");
        }

        // A file or folder is named in full: the fit remembers it for commands that run elsewhere.
        var values = given.ToDictionary(other => other.Key, other => context.Get(other.Option) ?? "true"); // a flag without a value
        values[PathKey] = File.Exists(path) || Directory.Exists(path) ? Path.GetFullPath(path) : path;
        try
        {
            return OptionsBinder.Bind(new DataOptions(), values);
        }
        catch (OptionException exception)
        {
            var option = _others.FirstOrDefault(other => other.Key == exception.Path).Option ?? _path;
            throw new UserErrorException(
                exception.Message.Replace($"'{exception.Path}' is ", $"{option.Name} is ", StringComparison.Ordinal),
                exception
            );
        }
    }
}
