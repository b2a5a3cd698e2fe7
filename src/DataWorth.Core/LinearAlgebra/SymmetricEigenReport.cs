namespace DataWorth.LinearAlgebra;

/// <summary>What was done to decompose one symmetric matrix. A value that is not at its default deserves a line in the log.</summary>
/// <param name="Block">Name of the matrix, e.g. "fc1 (activation covariance)".</param>
/// <param name="Size">Number of rows D.</param>
/// <param name="Trace">Trace of the symmetrised matrix, the sum of its eigenvalues.</param>
/// <param name="Asymmetry">max |A - A^T| / max |A| before it was symmetrised; 0 for a symmetric matrix, about 1e-7 for sums in
/// float32.</param>
public sealed record SymmetricEigenReport(string Block, long Size, double Trace, double Asymmetry)
{
    /// <summary>Number added to the diagonal to make the decomposition succeed, and subtracted from the eigenvalues again; 0 by
    /// default.</summary>
    public double Jitter { get; init; }

    /// <summary>Whether the matrix was moved from its device to the CPU because the device's solver failed.</summary>
    public bool MovedToCpu { get; init; }

    /// <summary>One line per failed attempt: where, with which jitter, and what the solver said.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Number of negative eigenvalues that were set to 0.</summary>
    public long ClippedEigenvalues { get; init; }

    /// <summary>The most negative eigenvalue before clipping, or 0.</summary>
    public double MostNegative { get; init; }

    /// <summary>Whether the first attempt succeeded.</summary>
    public bool IsDirect => Failures.Count == 0;

    /// <summary>One line for a log.</summary>
    public override string ToString() =>
        $"'{Block}' [{Size}, {Size}]: "
        + (IsDirect ? "decomposed at once" : $"decomposed after {Failures.Count} failed attempts")
        + (Jitter > 0 ? $", jitter {Jitter:g3}" : "")
        + (MovedToCpu ? ", on the CPU" : "")
        + (ClippedEigenvalues > 0 ? $", {ClippedEigenvalues} eigenvalues clipped to 0 (the lowest was {MostNegative:g3})" : "")
        + (Asymmetry > 1e-5 ? $", asymmetry {Asymmetry:g3}" : "");
}
