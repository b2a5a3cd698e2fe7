using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.Evaluation.Scores;

/// <summary>A method with options: one row of a comparison.</summary>
public sealed record MethodVariant
{
    private static readonly string[] s_unused =
    [
        .. new[]
        {
            nameof(AttributionOptions.Name),
            nameof(AttributionOptions.Aggregation),
            nameof(AttributionOptions.ModuleScores),
            nameof(AttributionOptions.IdColumn),
            nameof(AttributionOptions.ScoreColumn),
            nameof(AttributionOptions.SelfInfluenceColumn),
        }.Select(OptionRules.Key),
    ];

    /// <summary>Name for people, unique in an evaluation.</summary>
    public required string Label { get; init; }

    /// <summary>Name in <see cref="MethodTable"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Options as texts by name, as <see cref="OptionsBinder"/> reads them; what is left out has the method's default.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Number of models whose scores are averaged, at least 1: the attributed model and those of the next seeds. Default
    /// 1.</summary>
    public int Checkpoints { get; init; } = 1;

    /// <summary>The options as a record.</summary>
    /// <exception cref="ArgumentException">The method or an option is unknown, a text cannot be read, or an option changes the names or the
    /// shape of what an evaluation reads.</exception>
    public AttributionOptions Bind()
    {
        var options = OptionsBinder.Bind(MethodTable.Get(Method).DefaultOptions(), Options);
        if (Options.Keys.FirstOrDefault(s_unused.Contains) is { } unused)
        {
            Throw.UnusedMethodOption(unused);
        }

        return options;
    }

    /// <summary>Every option with its value, defaults too.</summary>
    public IReadOnlyDictionary<string, string> Describe()
    {
        var all = new SortedDictionary<string, string>(OptionsBinder.Describe(Bind()).ToDictionary(), StringComparer.Ordinal)
        {
            ["checkpoints"] = Checkpoints.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return all;
    }
}
