using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Factorisations and equations that have one answer; those with a free sign are tested by their laws.</summary>
internal static class LinearAlgebraCases
{
    private static readonly Nd s_definite = Numbers.Definite(41, 4);
    private static readonly Nd s_general = Numbers.Uniform(42, -1, 1, 4, 4).Zip(Nd.From([4, 4], i => i[0] == i[1] ? 3 : 0), (a, b) => a + b);
    private static readonly Nd s_right = Numbers.Uniform(43, -1, 1, 4, 2);
    private static readonly Nd s_tall = Numbers.Uniform(44, -1, 1, 5, 3);

    public static IEnumerable<OperationCase> All()
    {
        // The gradient test perturbs single elements: the input is made symmetric inside.
        yield return new("cholesky", [s_definite], x => linalg.cholesky(Symmetric(x[0])), x => Cholesky(x[0]));
        yield return new("cholesky_ex", [s_definite], x => linalg.cholesky_ex(Symmetric(x[0])).L, x => Cholesky(x[0]));
        yield return new("cholesky_solve", [s_right, s_definite], x => x[0].cholesky_solve(linalg.cholesky(Symmetric(x[1]))), x => Solve(x[1], x[0]));
        yield return new("cholesky_inverse", [s_definite], x => linalg.cholesky(Symmetric(x[0])).cholesky_inverse(), x => Solve(x[0], Identity(4)));
        yield return new("solve", [s_general, s_right], x => linalg.solve(x[0], x[1]), x => Solve(x[0], x[1]));
        yield return new("solve right", [s_general, s_right], x => linalg.solve(x[0], x[1].t(), left: false), x => Solve(x[0].Permute(1, 0), x[1]).Permute(1, 0));
        yield return new("solve_triangular", [s_general, s_right], x => linalg.solve_triangular(x[0], x[1], upper: false),
            x => Solve(Nd.From([4, 4], i => i[1] <= i[0] ? x[0][i] : 0), x[1]));
        yield return new("inv", [s_general], x => linalg.inv(x[0]), x => Solve(x[0], Identity(4)));
        yield return new("inverse", [s_general], x => x[0].inverse(), x => Solve(x[0], Identity(4)));
        yield return new("pinv", [s_tall], x => linalg.pinv(x[0]), x => Solve(Gram(x[0]), x[0].Permute(1, 0)));
        yield return new("lstsq", [s_tall, Numbers.Uniform(45, -1, 1, 5, 2)], x => linalg.lstsq(x[0], x[1]).Solution,
            x => Solve(Gram(x[0]), x[0].Permute(1, 0).MatMul(x[1])));
        yield return new("det", [s_general], x => linalg.det(x[0]), x => Nd.Scalar(Determinant(x[0])));
        yield return new("slogdet", [s_general], x => linalg.slogdet(x[0]).Item2, x => Nd.Scalar(Math.Log(Math.Abs(Determinant(x[0])))));
        yield return new("matrix_power", [s_general], x => linalg.matrix_power(x[0], 3), x => x[0].MatMul(x[0]).MatMul(x[0]));
        yield return new("multi_dot", [s_tall, s_tall, s_tall], x => linalg.multi_dot([x[0], x[1].t(), x[2]]), x => x[0].MatMul(x[1].Permute(1, 0)).MatMul(x[2]));
        yield return new("eigvalsh", [s_definite], x => linalg.eigvalsh(Symmetric(x[0])), x => Eigenvalues(x[0]));
        yield return new("svdvals", [s_tall], x => linalg.svdvals(x[0]), SingularValues);
        yield return new("norm fro", [s_tall], x => linalg.norm(x[0], "fro"), x => Nd.Scalar(Math.Sqrt(x[0].Data.Sum(a => a * a))));
        yield return new("norm dims", [s_tall], x => linalg.norm(x[0], 2.0, [1]), x => x[0].Fold(1, line => Math.Sqrt(line.Sum(a => a * a))));
        yield return new("norm none", [s_tall], x => linalg.norm(x[0]), x => Nd.Scalar(Math.Sqrt(x[0].Data.Sum(a => a * a))));
        yield return new("vector_norm", [s_tall], x => linalg.vector_norm(x[0], 1, [0]), x => x[0].Fold(0, line => line.Sum(Math.Abs)));
        yield return new("matrix_norm nuc", [s_tall], x => linalg.matrix_norm(x[0], "nuc"), x => Nd.Scalar(SingularValues(x).Data.Sum()));
        yield return new("matrix_norm 2", [s_tall], x => linalg.matrix_norm(x[0], 2.0), x => Nd.Scalar(SingularValues(x).Data.Max()));
    }

    public static Nd Identity(long n) => Nd.From([n, n], i => i[0] == i[1] ? 1 : 0);

    /// <summary>Eigenvalues in ascending order by Jacobi rotations.</summary>
    public static Nd Eigenvalues(Nd matrix)
    {
        var a = new Nd(matrix.Shape, (double[])matrix.Data.Clone());
        var n = a.Shape[0];
        for (var sweep = 0; sweep < 30; sweep++)
        {
            for (long p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++) Rotate(a, p, q);
            }
        }

        return Nd.Vector([.. Enumerable.Range(0, (int)n).Select(i => a[i, i]).Order()]);
    }

    private static Tensor Symmetric(Tensor x) => (x + x.t()) / 2;

    private static Nd Gram(Nd a) => a.Permute(1, 0).MatMul(a);

    private static Nd SingularValues(Nd[] x) => Nd.Vector([.. Eigenvalues(Gram(x[0])).Data.Reverse().Select(Math.Sqrt)]);

    private static void Rotate(Nd a, long p, long q)
    {
        if (a[p, q] == 0) return;
        var theta = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
        var (s, c) = Math.SinCos(theta);
        for (long k = 0; k < a.Shape[0]; k++) (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (long k = 0; k < a.Shape[0]; k++) (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
    }

    private static Nd Cholesky(Nd a)
    {
        var l = Nd.Zeros(a.Shape);
        for (long i = 0; i < a.Shape[0]; i++)
        {
            for (long j = 0; j <= i; j++)
            {
                var sum = a[i, j];
                for (long k = 0; k < j; k++) sum -= l[i, k] * l[j, k];
                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }
        }

        return l;
    }

    // Gaussian elimination with row exchanges, on copies.
    private static Nd Solve(Nd matrix, Nd right)
    {
        var n = matrix.Shape[0];
        var width = right.Shape[1];
        var work = Nd.From([n, n + width], i => i[1] < n ? matrix[i] : right[i[0], i[1] - n]);
        for (long column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range((int)column, (int)(n - column)).MaxBy(row => Math.Abs(work[row, column]));
            for (long k = 0; k < n + width; k++) (work[column, k], work[pivot, k]) = (work[pivot, k], work[column, k]);
            for (long row = 0; row < n; row++)
            {
                if (row == column) continue;
                var factor = work[row, column] / work[column, column];
                for (var k = column; k < n + width; k++) work[row, k] -= factor * work[column, k];
            }
        }

        return Nd.From([n, width], i => work[i[0], n + i[1]] / work[i[0], i[0]]);
    }

    private static double Determinant(Nd a)
    {
        if (a.Shape[0] == 1) return a.Data[0];
        double sum = 0;
        for (long column = 0; column < a.Shape[0]; column++)
        {
            var skip = column;
            var minor = Nd.From([a.Shape[0] - 1, a.Shape[0] - 1], i => a[i[0] + 1, i[1] < skip ? i[1] : i[1] + 1]);
            sum += (column % 2 == 0 ? 1 : -1) * a[0, column] * Determinant(minor);
        }

        return sum;
    }
}
