namespace DataWorth.Projections;

/// <summary>How random projection matrices are drawn.</summary>
public enum ProjectionKind
{
    /// <summary>Entries +-1/sqrt(k) with equal probability.</summary>
    Rademacher,

    /// <summary>Entries normal with variance 1/k.</summary>
    Gaussian,
}
