using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DataWorth.Gradients;

/// <summary>Which modules are tracked, by kind and by name.</summary>
public sealed record ModuleSelection
{
    /// <summary>The pattern that every module matches.</summary>
    internal const string Everything = "*";

    private const string DefaultKinds = "default";
    private const string AllKinds = "all";

    /// <summary>Every kind of module with its biases: the default of TRAK and the gradient dot product.</summary>
    public static ModuleSelection AllParameters { get; } = new() { Kinds = AllKinds, TrackBias = true };

    /// <summary>Comma-separated patterns ('*' any characters, '?' one) of modules to track. Default "*": every module of the chosen
    /// <see cref="Kinds"/>. Each pattern must match a module of these kinds.</summary>
    [Description("Comma-separated patterns ('*' any characters, '?' one) of modules to track.")]
    public string Include { get; init; } = Everything;

    /// <summary>Comma-separated patterns of modules to leave out. Each must match a module. Default none.</summary>
    [Description("Comma-separated patterns of modules to leave out.")]
    public string Exclude { get; init; } = "";

    /// <summary>Comma-separated names of kinds of modules to track, of <see cref="ModuleKindTable"/> and <see cref="OwnKinds"/>: "linear",
    /// "convolution", "embedding", "normalization"; "default" stands for those that are marked so (linear layers and convolutions, whose
    /// gradients are sums of outer products), "all" for every one: with biases, all parameters of a usual model. Default "default".</summary>
    [Description("Comma-separated kinds of modules to track, or default or all.")]
    public string Kinds { get; init; } = DefaultKinds;

    /// <summary>Kinds of one's own, for modules that are in no table and do not implement <see cref="ITrackable"/>. They are asked before
    /// the table's, in their order. Default none.</summary>
    [JsonIgnore]
    public IReadOnlyList<ModuleKind> OwnKinds { get; init; } = [];

    /// <summary>Whether bias gradients are taken too. Default false, as in LogIX.</summary>
    [Description("Whether bias gradients are taken too.")]
    public bool TrackBias { get; init; }

    /// <summary>Whether a module of this name is wanted.</summary>
    public bool Wants(string name) => Matches(Include, name) && !Matches(Exclude, name);

    /// <summary>Names of the wanted kinds.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or has two meanings.</exception>
    internal IReadOnlySet<string> KindNames()
    {
        IReadOnlyList<ModuleKind> known = [.. OwnKinds, .. ModuleKindTable.Kinds];
        List<string> names = [.. known.Select(kind => kind.Name), DefaultKinds, AllKinds];
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            CoreThrow.DuplicateKind(twice.Key);
        }

        return Patterns(Kinds)
            .SelectMany(name =>
            {
                if (!names.Contains(name))
                {
                    CoreThrow.UnknownName("module kind", name, names, "Set modules.kinds to some of them, or add yours to OwnKinds");
                }

                return known.Where(kind => name == kind.Name || name == AllKinds || (name == DefaultKinds && kind.IsDefault));
            })
            .Select(kind => kind.Name)
            .ToHashSet();
    }

    internal static IEnumerable<string> Patterns(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

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
