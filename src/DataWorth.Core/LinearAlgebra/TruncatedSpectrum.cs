namespace DataWorth.LinearAlgebra;

/// <summary>Leading eigenpairs of G^T G for rows G [N, D]. Owns its tensors.</summary>
public sealed class TruncatedSpectrum : IDisposable
{
    internal TruncatedSpectrum(Tensor vectors, Tensor ritzValues, double trace, long rows, int passes, bool isExact)
    {
        Vectors = vectors.DetachFromDisposeScope();
        RitzValues = ritzValues.DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        Values = ritzValues.narrow(0, 0, vectors.shape[1]).clone().DetachFromDisposeScope();
        Trace = trace;
        Rows = rows;
        Passes = passes;
        IsExact = isExact;
    }

    /// <summary>V_r [D, r'], orthonormal columns in the type of the rows, r' = min(r, N, D).</summary>
    public Tensor Vectors { get; }

    /// <summary>sigma^2 [r'], float64, descending, at least 0; not divided by N.</summary>
    public Tensor Values { get; }

    /// <summary>All sigma^2 that were found, [min(r + p, N, D)], float64, descending; those beyond r are less accurate. The others of an
    /// exact result are 0.</summary>
    public Tensor RitzValues { get; }

    /// <summary>trace(G^T G), the sum of all D eigenvalues.</summary>
    public double Trace { get; }

    /// <summary>Number of rows N.</summary>
    public long Rows { get; }

    /// <summary>How often the rows were read.</summary>
    public int Passes { get; }

    /// <summary>Whether the problem was small enough to be decomposed exactly: r + p at least N or D.</summary>
    public bool IsExact { get; }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Vectors.Dispose();
        Values.Dispose();
        RitzValues.Dispose();
    }
}
