using System.ComponentModel;
using System.Text.RegularExpressions;

namespace DataWorth.Gradients;

/// <summary>Which modules are tracked, by kind and by name.</summary>
public sealed record ModuleSelection
{
    /// <summary>Every kind of module with its biases: the default of TRAK and the gradient dot product.</summary>
    public static ModuleSelection AllParameters { get; } = new() { Kinds = ModuleKinds.All, TrackBias = true };

    /// <summary>Comma-separated patterns ('*' any characters, '?' one) of modules to track. Default "*": every module of the chosen
    /// <see cref="Kinds"/>. A pattern without '*' or '?' must exist.</summary>
    [Description("Comma-separated patterns ('*' any characters, '?' one) of modules to track.")]
    public string Include { get; init; } = "*";

    /// <summary>Comma-separated patterns of modules to leave out. A pattern without '*' or '?' must exist. Default none.</summary>
    [Description("Comma-separated patterns of modules to leave out.")]
    public string Exclude { get; init; } = "";

    /// <summary>Kinds of modules to track. Default <see cref="ModuleKinds.Default"/>: linear layers and convolutions.</summary>
    [Description("Kinds of modules to track.")]
    public ModuleKinds Kinds { get; init; } = ModuleKinds.Default;

    /// <summary>Whether bias gradients are taken too. Default false, as in LogIX.</summary>
    [Description("Whether bias gradients are taken too.")]
    public bool TrackBias { get; init; }

    /// <summary>Whether a module of this name is wanted.</summary>
    public bool Wants(string name) => Matches(Include, name) && !Matches(Exclude, name);

    internal static IEnumerable<string> Patterns(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The patterns that are a name.</summary>
    internal static IEnumerable<string> Names(string list) =>
        Patterns(list).Where(pattern => !pattern.Contains('*') && !pattern.Contains('?'));

    internal static bool Matches(string list, string name) =>
        Patterns(list)
            .Any(pattern =>
                Regex.IsMatch(
                    name,
                    "^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$",
                    RegexOptions.CultureInvariant
                )
            );
}
