using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Factorisations with a free sign, by their laws; in both precisions.</summary>
public sealed class FactorizationTests
{
    public static TheoryData<ScalarType> Types => [ScalarType.Float32, ScalarType.Float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void Eigh_RebuildsTheMatrixFromOrthogonalVectors(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var matrix = Numbers.Definite(71, 6);
        var a = matrix.ToTensor(type);
        var (values, vectors) = linalg.eigh(a);
        Near(LinearAlgebraCases.Eigenvalues(matrix).ToTensor(type), values, type);
        Near(eye(6, dtype: type), vectors.t().matmul(vectors), type);
        Near(a, vectors.matmul(values.diag()).matmul(vectors.t()), type);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Svd_RebuildsTheMatrixFromOrthogonalVectors(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var a = Numbers.Uniform(72, -1, 1, 5, 3).ToTensor(type);
        var (u, s, vh) = linalg.svd(a, fullMatrices: false);
        Assert.Equal([5, 3], u.shape);
        Near(a, u.matmul(s.diag()).matmul(vh), type);
        Near(eye(3, dtype: type), u.t().matmul(u), type);
        Near(eye(3, dtype: type), vh.matmul(vh.t()), type);
        Assert.Equal([5, 5], linalg.svd(a).U.shape);
        Assert.True((s[..^1] >= s[1..]).all().ToBoolean());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Qr_IsOrthogonalTimesTriangular(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var a = Numbers.Uniform(73, -1, 1, 5, 3).ToTensor(type);
        var (q, r) = linalg.qr(a);
        Near(a, q.matmul(r), type);
        Near(eye(3, dtype: type), q.t().matmul(q), type);
        Near(r.triu(), r, type);
        Assert.Equal([5, 5], linalg.qr(a, linalg.QRMode.Complete).Q.shape);
        Assert.Equal([3, 3], linalg.qr(a, linalg.QRMode.R).R.shape);
    }

    [Fact]
    public void CholeskyEx_ReportsTheMinorThatIsNotPositive()
    {
        using var a = tensor(new double[,] { { 1, 0 }, { 0, -1 } });
        Assert.Equal(2, linalg.cholesky_ex(a).info.item<int>());
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => linalg.cholesky(a));
        Assert.Contains("not positive-definite", error.Message);
    }

    [Fact]
    public void SolveEx_ReportsASingularMatrix()
    {
        using var a = zeros(2, 2);
        using var b = ones(2, 1);
        Assert.Equal(1, linalg.solve_ex(a, b).info.item<int>());
        Assert.Contains("singular", Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => linalg.solve(a, b)).Message);
    }

    // Backward errors of these factorisations are a small multiple of the unit roundoff times the norm, here about 3.
    private static void Near(Tensor expected, Tensor actual, ScalarType type) =>
        Assert.True(expected.allclose(actual, 0, type == ScalarType.Float64 ? 1e-13 : 1e-5), $"difference {(expected - actual).abs().max().ToDouble()}");
}
