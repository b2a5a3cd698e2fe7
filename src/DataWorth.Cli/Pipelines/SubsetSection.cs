using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>The subsets of the linear datamodeling score.</summary>
internal sealed record SubsetSection
{
    /// <summary>Number of subsets.</summary>
    [Description("Number of random subsets.")]
    [Range(2, 100000)]
    public int Count { get; init; } = 100;

    /// <summary>Share of the training examples in a subset.</summary>
    [Description("Share of the training examples in a subset.")]
    [Range(0.01, 0.99)]
    public double Fraction { get; init; } = 0.5;

    /// <summary>Retrainings per subset.</summary>
    [Description("Retrainings of each subset, from different seeds; their mean counts.")]
    [Range(1, 1000)]
    public int Retrainings { get; init; } = 10;

    /// <summary>Seed of the choice of subsets.</summary>
    [Description("Seed of the choice of subsets.")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
