namespace DataWorth.Curvature;

/// <summary>Which curvature an <see cref="EigenbasisCurvature"/> is.</summary>
public enum EigenbasisKind
{
    /// <summary>Lambda = mean of squared gradients in the parameters' own basis.</summary>
    Diagonal,

    /// <summary>KFAC: bases of A and S, Lambda = outer product of their spectra.</summary>
    Kfac,

    /// <summary>EKFAC: bases of A and S, Lambda = mean of squared rotated gradients.</summary>
    Ekfac,
}
