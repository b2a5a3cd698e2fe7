using System.Text.RegularExpressions;

namespace DataWorth.Cli.Pipelines;

/// <summary>One combination of a pipeline's matrix.</summary>
/// <param name="Combination">Its options, such as "rank=16" and "damping=0.1"; empty where there is one alone.</param>
/// <param name="Definition">The definition.</param>
internal sealed partial record PipelineVariant(IReadOnlyList<string> Combination, PipelineDefinition Definition)
{
    /// <summary>Keys of the evaluation that follow from the pipeline's own sections: a resolved file leaves them out, so that they follow
    /// again.</summary>
    public IReadOnlyList<string> OfOwnSections { get; init; } = [];

    /// <summary>Options of combinations, and stages, in names of files and fits.</summary>
    public static string NameOf(string text) => Signs().Replace(text, "-");

    [GeneratedRegex("[/@=,]")]
    private static partial Regex Signs();

    /// <summary>What tells it from the others; "" where there is one alone.</summary>
    public string Suffix => string.Join(',', Combination);
}
