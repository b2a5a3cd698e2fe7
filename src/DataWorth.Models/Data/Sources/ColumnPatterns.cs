using System.IO.Enumeration;
using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>A list of columns as an option gives it: names or patterns with * and ?, separated by commas; ! before one leaves it out.</summary>
internal sealed class ColumnPatterns
{
    private readonly string[] _patterns;

    private ColumnPatterns(string[] patterns) => _patterns = patterns;

    /// <summary>Reads an option.</summary>
    /// <exception cref="ArgumentException">A part fits no column.</exception>
    internal static ColumnPatterns Of(string? text, string option, TableContent table)
    {
        var parts = ComposedText.Of(text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            if (!table.Columns.Keys.Any(name => Fits(part.TrimStart('!'), name)))
            {
                table.Require(part.TrimStart('!'), option);
            }
        }

        return new(parts);
    }

    /// <summary>Whether nothing is taken by name: there are no parts, or only such that leave out.</summary>
    internal bool TakesAll => _patterns.All(pattern => pattern[0] == '!');

    /// <summary>Whether a column is left out.</summary>
    internal bool Excludes(string name) => _patterns.Any(pattern => pattern[0] == '!' && Fits(pattern[1..], name));

    /// <summary>Whether a column is taken by a name or pattern.</summary>
    internal bool Takes(string name) => !Excludes(name) && _patterns.Any(pattern => pattern[0] != '!' && Fits(pattern, name));

    /// <summary>Whether a column is given by its whole name.</summary>
    internal bool Names(string name) => _patterns.Contains(name);

    private static bool Fits(string pattern, string name) =>
        pattern == name
        || FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false);
}
