using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>Checks that need no retraining of subsets.</summary>
internal sealed record CheckSection
{
    /// <summary>Number of proponents whose class is compared.</summary>
    [Description("Number of proponents whose class is compared with the query's; 0 for no check.")]
    [Range(0, 10000)]
    public int PurityNeighbours { get; init; } = 10;

    /// <summary>Number of training examples that are asked about.</summary>
    [Description("Number of training examples that are also asked about, to see whether they are found; 0 for no check.")]
    [Range(0, 10000)]
    public int Duplicates { get; init; }

    /// <summary>Share of labels that are made wrong.</summary>
    [Description("Share of the training labels that are made wrong, to be found by self-influence; 0 for no check.")]
    [Range(0.0, 0.5)]
    public double FlippedShare { get; init; }

    /// <summary>Labels of the checked methods.</summary>
    [Description("Labels of the methods whose duplicates and self-influence are checked.")]
    public IReadOnlyList<string> Methods { get; init; } = [];
}
