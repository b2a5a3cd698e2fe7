namespace DataWorth.Evaluation.Brittleness;

/// <summary>Which examples are removed for which queries.</summary>
public sealed record BrittlenessDesign
{
    /// <summary>Number of queries: the first ones that all attributed models classify correctly; language models: the first ones. 0
    /// (default) for no test.</summary>
    public int Queries { get; init; }

    /// <summary>Numbers of removed examples k, in increasing order. Default 50, 100, 200.</summary>
    public IReadOnlyList<int> Removals { get; init; } = [50, 100, 200];

    /// <summary>Retrainings after each removal, from the seeds of the attributed models; at most their number. Default 3.</summary>
    public int Retrainings { get; init; } = 3;

    /// <summary>Labels of the methods that are tested. Default none: the controls alone.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Seed of the random removals. Default 0.</summary>
    public long Seed { get; init; }
}
