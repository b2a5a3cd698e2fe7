using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>A method with its option grid.</summary>
internal sealed record MethodSection
{
    /// <summary>Name of the method.</summary>
    [Description("Name of the method, such as logra.")]
    public string Method { get; init; } = "ekfac";

    /// <summary>Name in the result.</summary>
    [Description("Name in the result, to which the values of options with several values are added. Default: the method's name.")]
    public string Label { get; init; } = "";

    /// <summary>Number of models whose scores are averaged.</summary>
    [Description("Number of models whose scores are averaged.")]
    [Range(1, 100)]
    public int Checkpoints { get; init; } = 1;

    /// <summary>Options with their values.</summary>
    [Description("Options, each with a value or a list of values.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Options { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
