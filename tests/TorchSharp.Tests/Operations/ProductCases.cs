using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Products of vectors, matrices and batches of them.</summary>
internal static class ProductCases
{
    private static readonly Nd s_a = Numbers.Uniform(31, -1, 1, 3, 4);
    private static readonly Nd s_b = Numbers.Uniform(32, -1, 1, 4, 5);
    private static readonly Nd s_c = Numbers.Uniform(33, -1, 1, 3, 5);
    private static readonly Nd s_batchA = Numbers.Uniform(34, -1, 1, 2, 3, 4);
    private static readonly Nd s_batchB = Numbers.Uniform(35, -1, 1, 2, 4, 5);
    private static readonly Nd s_batchC = Numbers.Uniform(36, -1, 1, 2, 3, 5);
    private static readonly Nd s_vector = Numbers.Uniform(37, -1, 1, 4);
    private static readonly Nd s_other = Numbers.Uniform(38, -1, 1, 3);

    public static IEnumerable<OperationCase> All()
    {
        yield return new("mm", [s_a, s_b], x => x[0].mm(x[1]), x => x[0].MatMul(x[1]));
        yield return new("matmul", [s_a, s_b], x => matmul(x[0], x[1]), x => x[0].MatMul(x[1]));
        yield return new("matmul broadcast", [s_batchA, s_b], x => x[0].matmul(x[1]),
            x => Nd.From([2, 3, 5], i => x[0].Slice(0, i[0]).MatMul(x[1])[i[1], i[2]]));
        yield return new("matmul transposed", [s_b, s_a], x => x[0].t().matmul(x[1].t()), x => x[0].Permute(1, 0).MatMul(x[1].Permute(1, 0)));
        yield return new("mv", [s_a, s_vector], x => x[0].mv(x[1]), x => x[0].MatMul(x[1].Reshape(4, 1)).Reshape(3));
        yield return new("dot", [s_vector, s_vector], x => x[0].dot(x[1]), x => Nd.Scalar(x[0].Data.Zip(x[1].Data, (a, b) => a * b).Sum()));
        yield return new("bmm", [s_batchA, s_batchB], x => x[0].bmm(x[1]), Batch);
        yield return new("outer", [s_other, s_vector], x => x[0].outer(x[1]), x => Nd.From([3, 4], i => x[0][i[0]] * x[1][i[1]]));
        yield return new("kron", [s_a, s_c], x => x[0].kron(x[1]), x => Nd.From([9, 20], i => x[0][i[0] / 3, i[1] / 5] * x[1][i[0] % 3, i[1] % 5]));
        yield return new("addmm", [s_c, s_a, s_b], x => x[0].addmm(x[1], x[2], 0.5f, 2), x => x[0].Zip(x[1].MatMul(x[2]), (c, p) => (0.5 * c) + (2 * p)));
        yield return new("addmv", [s_other, s_a, s_vector], x => x[0].addmv(x[1], x[2]),
            x => x[0].Zip(x[1].MatMul(x[2].Reshape(4, 1)).Reshape(3), (c, p) => c + p));
        yield return new("addr", [s_a, s_other, s_vector], x => x[0].addr(x[1], x[2], 1, 3), x => Nd.From([3, 4], i => x[0][i] + (3 * x[1][i[0]] * x[2][i[1]])));
        yield return new("addbmm", [s_c, s_batchA, s_batchB], x => x[0].addbmm(x[1], x[2], 2, 0.5f),
            x => x[0].Zip(Batch([x[1], x[2]]).Fold(0, line => line.Sum()), (c, p) => (2 * c) + (0.5 * p)));
        yield return new("baddbmm", [s_batchC, s_batchA, s_batchB], x => x[0].baddbmm(x[1], x[2], 0.5f, 2),
            x => x[0].Zip(Batch([x[1], x[2]]), (c, p) => (0.5 * c) + (2 * p)));
        yield return new("einsum", [s_batchA, s_batchC], x => einsum("bik,bij->kj", x[0], x[1]), x => Nd.From([4, 5], i => Sum(2, 3, (b, r) => x[0][b, r, i[0]] * x[1][b, r, i[1]])));
        yield return new("einsum batch", [s_batchA, s_batchC], x => einsum("bik,bij->bkj", x[0], x[1]),
            x => Nd.From([2, 4, 5], i => Sum(1, 3, (_, r) => x[0][i[0], r, i[1]] * x[1][i[0], r, i[2]])));
        yield return new("tensordot", [s_batchA, s_batchB], x => tensordot(x[0], x[1], [0, 2], [0, 1]),
            x => Nd.From([3, 5], i => Sum(2, 4, (b, k) => x[0][b, i[0], k] * x[1][b, k, i[1]])));
        yield return new("cdist", [s_a, Numbers.Uniform(39, -1, 1, 2, 4)], x => cdist(x[0], x[1]),
            x => Nd.From([3, 2], i => Math.Sqrt(Sum(1, 4, (_, k) => Math.Pow(x[0][i[0], k] - x[1][i[1], k], 2)))));
    }

    private static Nd Batch(Nd[] x) => Nd.From([2, 3, 5], i => x[0].Slice(0, i[0]).MatMul(x[1].Slice(0, i[0]))[i[1], i[2]]);

    private static double Sum(long n, long m, Func<long, long, double> term)
    {
        double sum = 0;
        for (long i = 0; i < n; i++)
        {
            for (long k = 0; k < m; k++) sum += term(i, k);
        }

        return sum;
    }
}
