using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Evaluation.Checks;

/// <summary>Which cheap checks are made.</summary>
public sealed record CheckDesign
{
    /// <summary>Number of proponents whose class is compared with the query's; 0 for no check. Default 10.</summary>
    [Description("Number of proponents whose class is compared with the query's; 0 for no check.")]
    [Range(0, int.MaxValue)]
    public int PurityNeighbours { get; init; } = 10;

    /// <summary>Number of training examples that are also asked about as queries; 0 (default) for no check.</summary>
    [Description("Number of training examples that are also asked about, to see whether they are found; 0 for no check.")]
    [Range(0, int.MaxValue)]
    public int Duplicates { get; init; }

    /// <summary>Share of training labels that are made wrong, to be found by self-influence; 0 (default) for no check.</summary>
    [Description("Share of the training labels that are made wrong, to be found by self-influence; 0 for no check.")]
    [Range(0, 0.5)]
    public double FlippedShare { get; init; }

    /// <summary>Labels of the methods whose self-influence and duplicates are checked. Default none.</summary>
    [Description("Labels of the methods whose duplicates and self-influence are checked.")]
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Seed of what is drawn. Default 0.</summary>
    [Description("Seed of what is drawn.")]
    public int Seed { get; init; }
}
