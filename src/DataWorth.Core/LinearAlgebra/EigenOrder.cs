namespace DataWorth.LinearAlgebra;

/// <summary>Order of eigenvalues and of the eigenvectors that belong to them.</summary>
public enum EigenOrder
{
    /// <summary>Largest first: the order of everything that is truncated.</summary>
    Descending,

    /// <summary>Smallest first, as LAPACK gives them.</summary>
    Ascending,
}
