using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Package;

/// <summary>A large matrix product through TorchSharp, beside the same product asked directly of the MKL inside libtorch.</summary>
public sealed unsafe partial class MatrixProduct : IBenchmark
{
    private const int Size = 2048;

    /// <inheritdoc/>
    public string Name => "sgemm";

    /// <inheritdoc/>
    public string Description => $"single-precision product {Size}x{Size}x{Size}: TorchSharp against sgemm of the MKL inside libtorch";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var generator = new Generator(1);
        using var a = randn([Size, Size], generator: generator);
        using var b = randn([Size, Size], generator: generator);
        using var direct = empty(Size, Size);
        using var mode = no_grad();
        fixed (
            byte* left = a.bytes,
                right = b.bytes,
                result = direct.bytes
        )
        {
            var (pointerA, pointerB, pointerC) = ((nint)left, (nint)right, (nint)result);
            void Direct()
            {
                var (plain, size, one, zero) = ((byte)'N', Size, 1f, 0f);
                // Fortran's columns are our rows: (A B)^T = B^T A^T.
                sgemm_(
                    &plain,
                    &plain,
                    &size,
                    &size,
                    &size,
                    &one,
                    (float*)pointerB,
                    &size,
                    (float*)pointerA,
                    &size,
                    &zero,
                    (float*)pointerC,
                    &size
                );
            }

            var measured = context.MeasureTogether(
                1,
                3,
                ("a.mm(b) through TorchSharp", () => a.mm(b).Dispose()),
                ("sgemm called directly", Direct)
            );
            foreach (var row in measured)
            {
                context.Row(row, $"{2.0 * Size * Size * Size / row.Median / 1e9:0} GFLOP/s");
            }

            context.Goal("speed of TorchSharp over the BLAS", BenchmarkContext.Ratio(measured[1], measured[0]), 0.95, atMost: false);
        }

        using var product = a.mm(b);
        if (!product.allclose(direct, 1e-4, 1e-2))
        {
            throw new InvalidOperationException("The two products differ: they were not the same computation.");
        }
    }

    [LibraryImport("torch_cpu")]
    private static partial void sgemm_(
        byte* transposeA,
        byte* transposeB,
        int* m,
        int* n,
        int* k,
        float* alpha,
        float* a,
        int* lda,
        float* b,
        int* ldb,
        float* beta,
        float* c,
        int* ldc
    );
}
