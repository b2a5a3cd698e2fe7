using System.CommandLine;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Language.Corpora;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The options of a command that say which data, and as what: one for the path, and one for each property of
/// the records of <see cref="SubjectKind.DataOptions"/>.</summary>
internal sealed class DataArguments
{
    private const string PathKey = "path";
    private static readonly char[] s_pattern = ['*', '?'];

    private readonly Option<string?> _path;
    private readonly string _prefix;
    private readonly IReadOnlyList<(string Key, Option<string?> Option)> _others;

    /// <summary>Makes the options.</summary>
    /// <param name="name">The option of the path, such as "--data".</param>
    /// <param name="description">What it says in the help.</param>
    /// <param name="isRequired">Whether the command needs it.</param>
    /// <param name="likeFit">Whether rows are encoded as those of a fit.</param>
    /// <param name="prefix">What the names of the other options begin with after the dashes. Default nothing.</param>
    /// <param name="kinds">The kinds of data that it can be; null for all.</param>
    public DataArguments(
        string name,
        string description,
        bool isRequired = true,
        bool likeFit = false,
        string prefix = "",
        IReadOnlyList<SubjectKind>? kinds = null
    )
    {
        _prefix = prefix;
        _path = new(name)
        {
            Description = description,
            HelpName = "data",
            Required = isRequired,
        };
        _others =
        [
            .. (kinds ?? SubjectTable.Kinds)
                .SelectMany(kind => kind.DataOptions.SelectMany(group => Properties(kind, group, likeFit)))
                .GroupBy(entry => entry.Name)
                .OrderByDescending(entries => entries.Any(entry => entry.Kind == RowOrigin.Kind))
                .Select(entries => (entries.Key, Option(entries.Key, prefix, [.. entries]))),
        ];
    }

    private static IEnumerable<(SubjectKind Kind, string Name, JsonPropertyInfo Property)> Properties(
        SubjectKind kind,
        OptionGroup group,
        bool likeFit
    ) =>
        OptionsJson
            .Default.GetTypeInfo(group.Record)
            .Properties.Where(property => property.Name != PathKey)
            .Select(property => (Kind: kind, Name: group.Prefix + property.Name, Property: property))
            .Where(entry => !likeFit || kind.QueryOptions.Contains(entry.Name));

    private static Option<string?> Option(
        string key,
        string prefix,
        IReadOnlyList<(SubjectKind Kind, string, JsonPropertyInfo Property)> entries
    )
    {
        var isFlag = entries.All(entry => entry.Property.PropertyType == typeof(bool));
        return new($"--{prefix}{key}")
        {
            HelpName = isFlag ? "true|false" : "value",
            Arity = isFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
            Description = string.Join(' ', entries.Select(entry => Describe(entry.Property)).Distinct()),
        };
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
            : property.DeclaringType == typeof(DataOptions) && property.Name == OptionRules.Key(nameof(DataOptions.Format))
                ? [.. DataFormatTable.All.Select(format => format.Name)]
            : property.DeclaringType == typeof(TextDataOptions) && property.Name == OptionRules.Key(nameof(TextDataOptions.Format))
                ? [.. TextFormatTable.Formats.Select(format => format.Name)]
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

    /// <summary>Which rows of tables or images were named; null if none.</summary>
    /// <exception cref="UserErrorException">A value is not understood, or is given without the path.</exception>
    public DataOptions? Get(CommandContext context) => Typed(context)?.Bind(new DataOptions());

    /// <summary>Which data were named; null if none.</summary>
    /// <exception cref="UserErrorException">An option is given without the path.</exception>
    public TypedData? Typed(CommandContext context)
    {
        var given = _others.Where(other => context.IsGiven(other.Option)).ToList();
        if (context.Get(_path) is not { } path)
        {
            return given.Count == 0
                ? null
                : throw new UserErrorException($"{given[0].Option.Name} says something of data that are not given; give {_path.Name} too.");
        }

        return new(
            // Named in full: the fit remembers it for commands that run elsewhere.
            File.Exists(path)
            || Directory.Exists(path)
            || path.IndexOfAny(s_pattern) >= 0
                ? Path.GetFullPath(path)
                : path,
            given.ToDictionary(other => other.Key, other => context.Get(other.Option) ?? "true"), // a flag without a value
            _path.Name,
            _prefix
        );
    }
}
