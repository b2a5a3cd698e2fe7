namespace DataWorth.Evaluation.Checks;

/// <summary>Which cheap checks are made.</summary>
public sealed record CheckDesign
{
    /// <summary>Number of proponents whose class is compared with the query's; 0 for no check. Default 10.</summary>
    public int PurityNeighbours { get; init; } = 10;

    /// <summary>Number of training examples that are also asked about as queries; 0 (default) for no check.</summary>
    public int Duplicates { get; init; }

    /// <summary>Share of training labels that are made wrong, to be found by self-influence; 0 (default) for no check.</summary>
    public double FlippedShare { get; init; }

    /// <summary>Labels of the methods whose self-influence and duplicates are checked. Default none.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Seed of what is drawn. Default 0.</summary>
    public int Seed { get; init; }
}
