namespace DataWorth.LinearAlgebra;

/// <summary>Approximate eigenpairs of a symmetric matrix from a Krylov subspace.</summary>
/// <param name="Values">Ritz values [r].</param>
/// <param name="Vectors">Ritz vectors, one per row, [r, p].</param>
public sealed record RitzPairs(Tensor Values, Tensor Vectors) : IDisposable
{
    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Vectors.Dispose();
    }
}
