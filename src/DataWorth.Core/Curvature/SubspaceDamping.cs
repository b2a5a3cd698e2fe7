namespace DataWorth.Curvature;

/// <summary>What a relative damping is relative to when only the leading r eigenpairs are known.</summary>
public enum SubspaceDamping
{
    /// <summary>Mean of the leading r + p Ritz values (the LoRIF paper).</summary>
    RitzMean,

    /// <summary>Mean of all eigenvalues, trace / D (the released program): steadier when r is small.</summary>
    Trace,

    /// <summary>As <see cref="RitzMean"/>, and outside the subspace the mean remaining eigenvalue (trace - sum sigma^2) / (D - r) is added
    /// to lambda.</summary>
    TailCorrected,
}
