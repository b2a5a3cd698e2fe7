namespace DataWorth.LinearAlgebra;

/// <summary>Decomposes a symmetric float64 matrix [D, D].</summary>
/// <param name="matrix">The matrix, finite and exactly symmetric; not to be changed.</param>
/// <returns>Eigenvalues [D], ascending, and eigenvectors [D, D], in columns.</returns>
public delegate (Tensor Values, Tensor Vectors) SymmetricEigenSolver(Tensor matrix);
