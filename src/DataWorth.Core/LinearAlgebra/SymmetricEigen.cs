using System.Runtime.InteropServices;
using TorchSharp;

namespace DataWorth.LinearAlgebra;

/// <summary>Eigendecomposition A = U diag(values) U^T of a symmetric positive semidefinite matrix in float64, checked, with fallbacks that
/// are reported.</summary>
/// <remarks>
/// The matrix is symmetrised, (A + A^T)/2, and must be finite. A solver that fails or returns a number that is not finite is tried again
/// with
/// 1e-12, 1e-10, 1e-8 x trace/D on the diagonal (subtracted from the eigenvalues afterwards), then, for a matrix on another device, the
/// same on the CPU.
/// Eigenvalues that rounding made negative are set to 0 and counted.
/// </remarks>
public sealed class SymmetricEigen : IDisposable
{
    /// <summary>A matrix whose lowest eigenvalue is below minus this fraction of the largest is refused: that is no rounding.</summary>
    public const double NegativeTolerance = 1e-3;

    private static readonly double[] s_jitters = [0, 1e-12, 1e-10, 1e-8]; // x mean eigenvalue

    private SymmetricEigen(Tensor values, Tensor vectors, SymmetricEigenReport report)
    {
        Values = values.DetachFromDisposeScope();
        Vectors = vectors.DetachFromDisposeScope();
        Report = report;
    }

    /// <summary>Eigenvalues [D], float64, at least 0, in the order asked for.</summary>
    public Tensor Values { get; }

    /// <summary>Eigenvectors [D, D], float64, column j belongs to value j.</summary>
    public Tensor Vectors { get; }

    /// <summary>What was done.</summary>
    public SymmetricEigenReport Report { get; }

    /// <summary>Decomposes a matrix; the result lies on the matrix's device.</summary>
    /// <param name="matrix">A [D, D], any floating type, symmetric up to rounding.</param>
    /// <param name="block">Name of the matrix for messages.</param>
    /// <param name="order">Order of the eigenvalues. Default descending.</param>
    /// <param name="solver">Solver in place of <c>torch.linalg.eigh</c>, e.g. a vendor's.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="InvalidOperationException">The matrix is not finite, not positive semidefinite, or every attempt
    /// failed.</exception>
    public static SymmetricEigen Compute(
        Tensor matrix,
        string block,
        EigenOrder order = EigenOrder.Descending,
        SymmetricEigenSolver? solver = null
    )
    {
        if (matrix.dim() != 2 || matrix.shape[0] != matrix.shape[1] || matrix.shape[0] == 0)
        {
            CoreThrow.NotSquare(block, matrix.shape);
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var given = matrix.to_type(ScalarType.Float64);
        CheckFinite(given, block, matrix.dtype);
        var symmetric = (given + given.t()).mul_(0.5);
        var largest = given.abs().max().item<double>();
        var asymmetry = largest == 0 ? 0 : (given - given.t()).abs_().max().item<double>() / largest;
        var trace = symmetric.diagonal().sum().item<double>();
        var report = new SymmetricEigenReport(block, matrix.shape[0], trace, asymmetry);

        var (values, vectors) = Attempt(symmetric, solver ?? (input => linalg.eigh(input)), ref report);
        values = Clip(values, ref report);
        if (order == EigenOrder.Descending)
        {
            (values, vectors) = (values.flip(0), vectors.flip(1));
        }

        return new SymmetricEigen(values.to(matrix.device), vectors.to(matrix.device), report);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Vectors.Dispose();
    }

    private static (Tensor Values, Tensor Vectors) Attempt(Tensor symmetric, SymmetricEigenSolver solver, ref SymmetricEigenReport report)
    {
        var failures = new List<string>();
        var unit = Math.Abs(report.Trace) / report.Size;
        foreach (var onCpu in symmetric.device_type == DeviceType.CPU ? [false] : new[] { false, true })
        {
            var matrix = onCpu ? symmetric.cpu() : symmetric;
            foreach (var relative in s_jitters)
            {
                var jitter = relative * unit;
                var shifted = matrix;
                if (jitter > 0)
                {
                    shifted = matrix.clone();
                    shifted.diagonal().add_(jitter);
                }

                var said = "the result is not finite";
                try
                {
                    var (values, vectors) = solver(shifted);
                    if (values.isfinite().all().item<bool>() && vectors.isfinite().all().item<bool>())
                    {
                        report = report with { Jitter = jitter, MovedToCpu = onCpu, Failures = failures };
                        return (jitter > 0 ? values - jitter : values, vectors);
                    }
                }
                catch (ExternalException error)
                {
                    said = error.Message.Split('\n')[0];
                }

                failures.Add($"on {matrix.device} with jitter {jitter:g3}: {said}");
            }
        }

        CoreThrow.EigenFailed(report.Block, report.Size, failures);
        return default;
    }

    private static Tensor Clip(Tensor values, ref SymmetricEigenReport report)
    {
        var (lowest, highest) = (values.min().item<double>(), values.max().item<double>());
        if (lowest >= 0)
        {
            return values;
        }

        if (lowest < -NegativeTolerance * Math.Max(highest, 0))
        {
            CoreThrow.NotPositiveSemidefinite(report.Block, lowest, highest);
        }

        report = report with { ClippedEigenvalues = values.lt(0).sum().item<long>(), MostNegative = lowest };
        return values.clamp_min(0);
    }

    private static void CheckFinite(Tensor matrix, string block, ScalarType type)
    {
        var finite = matrix.isfinite();
        if (finite.all().item<bool>())
        {
            return;
        }

        var first = finite.flatten().to_type(ScalarType.Int32).argmin().item<long>();
        CoreThrow.MatrixNotFinite(
            block,
            matrix.numel() - finite.sum().item<long>(),
            first / matrix.shape[1],
            first % matrix.shape[1],
            type
        );
    }
}
