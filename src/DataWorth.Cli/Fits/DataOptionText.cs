using System.Text.RegularExpressions;
using DataWorth.Configuration;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Fits;

/// <summary>Messages of the library about data with their options as they are typed: "option 'label-column'" becomes
/// "--label-column".</summary>
internal static partial class DataOptionText
{
    private static readonly HashSet<string> s_names =
    [
        .. OptionsJson.Default.GetTypeInfo(typeof(DataOptions)).Properties.Select(property => property.Name),
    ];

    /// <summary>The text as a command says it.</summary>
    /// <param name="text">The text of the library.</param>
    /// <param name="prefix">What the command's options of these data begin with after the dashes. Default nothing.</param>
    public static string Of(string text, string prefix = "") =>
        Option().Replace(text, match => s_names.Contains(match.Groups[1].Value) ? $"--{prefix}{match.Groups[1].Value}" : match.Value);

    [GeneratedRegex("[Oo]ption '([a-z-]+)'")]
    private static partial Regex Option();
}
