using System.Text.RegularExpressions;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.Cli.Fits;

/// <summary>What options are called where the user wrote them. Messages of the library say "option 'label-column'": a command says
/// --label-column, a pipeline 'data.label-column'.</summary>
internal sealed partial record OptionNames
{
    private const string Training = PipelineSections.TrainingName + ".";
    private const string Model = PipelineSections.ModelName + ".";

    private static readonly HashSet<string> s_data =
    [
        .. SubjectTable.Kinds.SelectMany(kind => kind.DataOptions).SelectMany(TypedData.Names),
    ];

    private static readonly HashSet<string> s_method =
    [
        .. MethodTable.Methods.SelectMany(method => OptionsBinder.Describe(method.DefaultOptions()).Keys),
    ];

    private static readonly HashSet<string> s_training = ["epochs", "learning-rate", "threads", "seed"];

    private readonly string? _section;
    private readonly string _prefix;

    private OptionNames(string? section, string prefix) => (_section, _prefix) = (section, prefix);

    /// <summary>As they are typed after a command.</summary>
    public static OptionNames Typed { get; } = new(null, "");

    /// <summary>As they are written in a pipeline.</summary>
    public static OptionNames Written { get; } = new(PipelineSections.DataName, "");

    /// <summary>Those of some data.</summary>
    /// <param name="data">The data, from a command line or from a section of a pipeline.</param>
    public static OptionNames Of(TypedData data) => new(data.Section, data.Prefix);

    /// <summary>A text of the library as the user would say it.</summary>
    /// <param name="text">The text, with "option 'NAME'" and "option 'NAME' = 'VALUE'".</param>
    public string Of(string text) =>
        Option().Replace(text, match => Name(match.Groups["name"].Value, match.Groups["value"]) ?? match.Value);

    private string? Name(string name, Group value) =>
        s_data.Contains(name) ? (_section is null ? $"--{PrefixOf(name)}{name}" : $"'{SectionOf(name)}.{name}'") + After(value)
        : name.StartsWith(Training, StringComparison.Ordinal)
            ? (_section is null ? Set(name, s_training.Contains(name[Training.Length..])) : $"'{name}'")
        : name.StartsWith(Model, StringComparison.Ordinal) ? (_section is null ? $"--set {name}" : $"'{name}'")
        : !s_method.Contains(name) ? null
        : _section is null ? $"--set {name}{(value.Success ? "=" + value.Value : "")}"
        : $"'{name}{(value.Success ? ": " + value.Value : "")}' of its method";

    // The few that have an option of their own.
    private static string Set(string name, bool isOption) => isOption ? $"--{name[Training.Length..]}" : $"--set {name}";

    private static string After(Group value) => value.Success ? $" = '{value.Value}'" : "";

    // The options that queries do not have are those of the training data.
    private string SectionOf(string name) => IsOfQueries(name) ? _section! : PipelineSections.DataName;

    private string PrefixOf(string name) => IsOfQueries(name) ? _prefix : "";

    private static bool IsOfQueries(string name) => SubjectTable.Kinds.Any(kind => kind.QueryOptions.Contains(name));

    [GeneratedRegex("[Oo]ption '(?<name>[a-zA-Z.-]+)'( = '(?<value>[^']*)')?")]
    private static partial Regex Option();
}
