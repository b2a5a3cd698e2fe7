using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Evaluation.Brittleness;

/// <summary>Which examples are removed for which queries.</summary>
public sealed record BrittlenessDesign
{
    /// <summary>Number of queries: the first ones that all attributed models classify correctly; language models: the first ones. 0
    /// (default) for no test.</summary>
    [Description("Number of queries that all attributed models classify correctly; 0 for no test.")]
    [Range(0, int.MaxValue)]
    public int Queries { get; init; }

    /// <summary>Numbers of removed examples k, at least one, in increasing order, all below the number of training examples. Default 50, 100, 200.</summary>
    [Description("Numbers of removed examples.")]
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> Removals { get; init; } = [50, 100, 200];

    /// <summary>Retrainings after each removal, from the seeds of the attributed models; at most their number. Default 3.</summary>
    [Description("Retrainings after each removal, from the seeds of the attributed models.")]
    [Range(1, int.MaxValue)]
    public int Retrainings { get; init; } = 3;

    /// <summary>Labels of the methods that are tested. Default none: the controls alone.</summary>
    [Description("Labels of the methods that are tested.")]
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Seed of the random removals. Default 0.</summary>
    [Description("Seed of the random removals.")]
    public long Seed { get; init; }
}
