namespace DataWorth.LinearAlgebra;

/// <summary>What is kept of the rows during the passes of <see cref="StreamingRandomizedSvd"/>.</summary>
internal interface ISpectrumSketch : IDisposable
{
    /// <summary>D.</summary>
    long Columns { get; }

    /// <summary>Whether the result is exact.</summary>
    bool IsExact { get; }

    /// <summary>Adds rows [n, D].</summary>
    void Add(Tensor rows);

    /// <summary>Ends a pass: null if another is needed, otherwise eigenvectors [D, m] and eigenvalues [m], float64, descending.</summary>
    (Tensor Vectors, Tensor Values)? EndPass();
}
