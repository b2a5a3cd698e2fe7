using System.Text.RegularExpressions;
using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.Cli.Fits;

/// <summary>Messages of the library about methods with their options as they are typed: "option 'damping' = '0.1'" becomes
/// "--set damping=0.1".</summary>
internal static partial class MethodOptionText
{
    private static readonly HashSet<string> s_names =
    [
        .. MethodTable.Methods.SelectMany(method => OptionsBinder.Describe(method.DefaultOptions()).Keys),
    ];

    /// <summary>The text as 'dataworth fit' takes the options.</summary>
    public static string Of(string text) => Option().Replace(text, Typed);

    private static string Typed(Match match) =>
        !s_names.Contains(match.Groups["name"].Value) ? match.Value
        : match.Groups["value"] is { Success: true, Value: var value } ? $"--set {match.Groups["name"].Value}={value}"
        : $"--set {match.Groups["name"].Value}";

    [GeneratedRegex("[Oo]ption '(?<name>[a-z.-]+)'( = '(?<value>[^']*)')?")]
    private static partial Regex Option();
}
