using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Binding;

/// <summary>A large matrix product through the binding, beside the same product asked directly of the BLAS.</summary>
public sealed unsafe partial class MatrixProduct : IBenchmark
{
    private const int Size = 2048;
    private const int RowMajor = 101;
    private const int NoTranspose = 111;

    /// <inheritdoc/>
    public string Name => "sgemm";

    /// <inheritdoc/>
    public string Description => $"single-precision product {Size}x{Size}x{Size}: binding against cblas_sgemm of libblas.so.3";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var generator = new Generator(1);
        using var a = randn([Size, Size], generator: generator);
        using var b = randn([Size, Size], generator: generator);
        using var direct = empty(Size, Size);
        using var mode = no_grad();
        fixed (byte* left = a.bytes, right = b.bytes, result = direct.bytes)
        {
            var (pointerA, pointerB, pointerC) = ((nint)left, (nint)right, (nint)result);
            void Direct() => cblas_sgemm(
                RowMajor, NoTranspose, NoTranspose, Size, Size, Size, 1, (float*)pointerA, Size, (float*)pointerB, Size, 0, (float*)pointerC, Size);

            var measured = context.MeasureTogether(
                1, 3, ("a.mm(b) through the binding", () => a.mm(b).Dispose()), ("cblas_sgemm called directly", Direct));
            foreach (var row in measured) context.Row(row, $"{2.0 * Size * Size * Size / row.Median / 1e9:0} GFLOP/s");
            context.Goal("speed of the binding over the BLAS", BenchmarkContext.Ratio(measured[1], measured[0]), 0.95, atMost: false);
        }

        using var product = a.mm(b);
        if (!product.allclose(direct, 1e-4, 1e-2)) throw new InvalidOperationException("The two products differ: they were not the same computation.");
    }

    [LibraryImport("libblas.so.3")]
    private static partial void cblas_sgemm(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);
}
