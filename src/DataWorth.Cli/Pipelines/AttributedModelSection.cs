using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>The models that are attributed.</summary>
internal sealed record AttributedModelSection
{
    /// <summary>Their number.</summary>
    [Description("How many models are trained on all examples, from the seeds 0, 1, ...")]
    [Range(1, 100)]
    public int Count { get; init; } = 5;
}
