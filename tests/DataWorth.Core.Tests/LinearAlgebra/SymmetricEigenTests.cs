using System.Runtime.InteropServices;
using DataWorth.LinearAlgebra;

namespace DataWorth.Core.Tests.LinearAlgebra;

public sealed class SymmetricEigenTests
{
    // A backward stable solver in float64 errs by a small multiple of n x 1.1e-16 x the largest eigenvalue (here 1): 1e-13 leaves a factor
    // of 10 for n = 60.
    private const double Tolerance = 1e-13;

    [Theory]
    [InlineData(EigenOrder.Descending)]
    [InlineData(EigenOrder.Ascending)]
    public void KnownSpectrum_IsFound_InTheOrderAskedFor(EigenOrder order)
    {
        using var scope = NewDisposeScope();
        var spectrum = Matrices.Decaying(60);
        var basis = linalg.qr(Matrices.Normal(1, 60, 60)).Q;
        var matrix = mm(basis * tensor(spectrum), basis.t());
        using var eigen = SymmetricEigen.Compute(matrix, "fc1", order);
        var found = eigen.Values.data<double>().ToArray();
        var expected = order == EigenOrder.Descending ? spectrum : [.. spectrum.Reverse()];
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
        Assert.True(Matrices.MaximumDifference(mm(eigen.Vectors * eigen.Values, eigen.Vectors.t()), matrix) < Tolerance);
        Assert.True(Matrices.MaximumDifference(mm(eigen.Vectors.t(), eigen.Vectors), eye(60, dtype: ScalarType.Float64)) < Tolerance);
        Assert.True(eigen.Report.IsDirect);
        Assert.Equal(spectrum.Sum(), eigen.Report.Trace, Tolerance);
    }

    [Fact]
    public void RankDeficientCovariance_HasNoNegativeEigenvalues_AndSaysHowManyWereClipped()
    {
        using var scope = NewDisposeScope();
        var rows = Matrices.Normal(2, 20, 50).to_type(ScalarType.Float32);
        var matrix = mm(rows.t(), rows); // rank 20 of 50, sums in float32: 30 eigenvalues are rounding
        using var eigen = SymmetricEigen.Compute(matrix, "fc1");
        var values = eigen.Values.data<double>().ToArray();
        Assert.All(values, value => Assert.True(value >= 0));
        Assert.InRange(eigen.Report.ClippedEigenvalues, 1, 30);
        Assert.InRange(eigen.Report.MostNegative, -1e-5 * values[0], 0); // float32: 20 terms x 6e-8
        Assert.Equal(eigen.Report.ClippedEigenvalues, values.Count(value => value == 0));
        var exact = linalg.svdvals(rows.to_type(ScalarType.Float64)).square().data<double>().ToArray();
        Assert.All(exact.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * exact[0]));
    }

    [Fact]
    public void ANegativeRoundingEigenvalue_IsReported()
    {
        using var scope = NewDisposeScope();
        using var eigen = SymmetricEigen.Compute(tensor(new[] { 1.0, 0, 0, -1e-9 }, [2, 2]), "fc1");
        Assert.Equal([1.0, 0.0], eigen.Values.data<double>().ToArray());
        Assert.Equal((1, -1e-9), (eigen.Report.ClippedEigenvalues, eigen.Report.MostNegative));
        Assert.Contains("1 eigenvalues clipped to 0", eigen.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyTheSymmetricPart_Counts()
    {
        using var scope = NewDisposeScope();
        var rows = Matrices.Normal(3, 30, 8);
        var skew = Matrices.Normal(4, 8, 8).mul(1e-3);
        var matrix = mm(rows.t(), rows);
        using var one = SymmetricEigen.Compute(matrix, "fc1");
        using var other = SymmetricEigen.Compute(matrix + skew - skew.t(), "fc1");
        Assert.True(Matrices.MaximumDifference(one.Values, other.Values) < 1e-12 * one.Values.max().item<double>());
        Assert.Equal(0, one.Report.Asymmetry, 1e-15);
        Assert.InRange(other.Report.Asymmetry, 1e-5, 1e-2);
    }

    [Fact]
    public void AZeroMatrix_HasZeroEigenvalues()
    {
        using var scope = NewDisposeScope();
        using var eigen = SymmetricEigen.Compute(zeros(5, 5), "fc1");
        Assert.Equal(new double[5], eigen.Values.data<double>().ToArray());
        Assert.True(Matrices.MaximumDifference(mm(eigen.Vectors.t(), eigen.Vectors), eye(5, dtype: ScalarType.Float64)) < Tolerance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFailingSolver_IsTriedAgainWithJitter_WhichLeavesTheEigenvaluesWhereTheyWere(bool throws)
    {
        using var scope = NewDisposeScope();
        var rows = Matrices.Normal(5, 40, 12);
        var matrix = mm(rows.t(), rows);
        using var direct = SymmetricEigen.Compute(matrix, "fc1");
        var calls = 0;
        using var eigen = SymmetricEigen.Compute(
            matrix,
            "fc1",
            solver: input =>
            {
                if (calls++ < 2 && throws)
                {
                    throw new ExternalException("linalg.eigh: the algorithm failed to converge\nat somewhere");
                }

                var (values, vectors) = linalg.eigh(input);
                return calls <= 2 ? (values * double.NaN, vectors) : (values, vectors);
            }
        );
        Assert.Equal(3, calls);
        Assert.Equal(2, eigen.Report.Failures.Count);
        Assert.Equal(1e-10 * direct.Report.Trace / 12, eigen.Report.Jitter, 1e-16);
        Assert.EndsWith(
            throws ? "the algorithm failed to converge" : "the result is not finite",
            eigen.Report.Failures[0],
            StringComparison.Ordinal
        );
        Assert.True(Matrices.MaximumDifference(direct.Values, eigen.Values) < Tolerance * direct.Values.max().item<double>());
        Assert.False(eigen.Report.MovedToCpu);
    }

    [Fact]
    public void ASolverThatAlwaysFails_IsReportedWithEveryAttempt()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<InvalidOperationException>(() =>
            SymmetricEigen.Compute(eye(3), "fc1", solver: _ => throw new ExternalException("no convergence"))
        );
        Assert.StartsWith(
            "The eigendecomposition of 'fc1' [3, 3] failed 4 times: on cpu with jitter 0: no convergence; on cpu with jitter 1e-12",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AMatrixThatIsNotFinite_IsRefusedWithTheBlockAndThePlace()
    {
        using var scope = NewDisposeScope();
        var matrix = eye(4);
        matrix[2, 1].fill_(float.NaN);
        matrix[3, 3].fill_(float.PositiveInfinity);
        var error = Assert.Throws<InvalidOperationException>(() => SymmetricEigen.Compute(matrix, "h.0.attn"));
        Assert.StartsWith(
            "The matrix of 'h.0.attn' has 2 values that are NaN or infinite, the first at row 2, column 1.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnIndefiniteMatrix_AndOneThatIsNotSquare_AreRefused()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<InvalidOperationException>(() =>
            SymmetricEigen.Compute(tensor(new[] { 1.0, 0, 0, -0.1 }, [2, 2]), "fc1")
        );
        Assert.StartsWith(
            "The matrix of 'fc1' has eigenvalue -0.1 beside 1: it is not a covariance.",
            error.Message,
            StringComparison.Ordinal
        );
        var shape = Assert.Throws<ArgumentException>(() => SymmetricEigen.Compute(zeros(2, 3), "fc1"));
        Assert.Equal("The matrix of 'fc1' has shape [2, 3], expected [D, D] with D of at least 1.", shape.Message);
    }

    [Fact]
    public void Decomposing_LeavesOnlyTheResultAlive()
    {
        using var matrix = eye(6);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var eigen = SymmetricEigen.Compute(matrix, "fc1");
        Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        eigen.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
