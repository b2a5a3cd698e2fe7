namespace DataWorth.LinearAlgebra;

/// <summary>Size and effort of a streaming randomised singular value decomposition.</summary>
public sealed record StreamingSvdOptions
{
    /// <summary>Eigenpairs r to return. At least 1; fewer are returned if there are fewer rows or columns.</summary>
    public required int Rank { get; init; }

    /// <summary>Further columns p of the sketch, which make the leading r accurate. Default 10, at least 0.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>Power iterations. Default 3, at least 0. The data are read this many times and twice more.</summary>
    public int PowerIterations { get; init; } = 3;

    /// <summary>Seed of the sketch. Default 0.</summary>
    public long Seed { get; init; }

    internal long SketchColumns => (long)Rank + Oversampling;

    internal void Check()
    {
        if (Rank < 1)
        {
            CoreThrow.Range(nameof(Rank), Rank, "at least 1");
        }

        if (Oversampling < 0)
        {
            CoreThrow.Range(nameof(Oversampling), Oversampling, "at least 0");
        }

        if (PowerIterations < 0)
        {
            CoreThrow.Range(nameof(PowerIterations), PowerIterations, "at least 0");
        }
    }
}
