using System.Numerics;
using System.Runtime.InteropServices;

namespace DataWorth.LinearAlgebra;

/// <summary>Block power iteration on the CPU, one example after the other, so that each is read from memory once and iterated in the
/// cache.</summary>
/// <remarks>A batched product would stream the whole batch through memory, or call BLAS for every small matrix, 2 x iterations times
/// (measured about 10 times slower, see README).</remarks>
internal static class CachedPowerIteration
{
    private const long BytesPerSpan = int.MaxValue;
    private const double WorkPerWorker = 1e6; // multiplications; below this, starting a worker costs more than it saves

    /// <summary>Factors of dense matrices [B, O, I], float32 or float64 on the CPU, and the first example that is not finite.</summary>
    public static (Tensor Left, Tensor Right, int? NotFinite) FromMatrices(Tensor matrices, LowRankOptions options) =>
        matrices.dtype == ScalarType.Float64 ? Run<double>(matrices, null, options) : Run<float>(matrices, null, options);

    /// <summary>Factors of sum_t g_t a_t^T without forming it; g [B, T, O], a [B, T, I].</summary>
    public static (Tensor Left, Tensor Right, int? NotFinite) FromFactors(
        Tensor outputGradients,
        Tensor activations,
        LowRankOptions options
    ) =>
        activations.dtype == ScalarType.Float64
            ? Run<double>(activations, outputGradients.to_type(ScalarType.Float64), options)
            : Run<float>(activations, outputGradients.to_type(ScalarType.Float32), options);

    private static (Tensor Left, Tensor Right, int? NotFinite) Run<T>(Tensor right, Tensor? left, LowRankOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = new ExampleShape(
            (int)(left?.shape[2] ?? right.shape[1]),
            (int)right.shape[2],
            left is null ? 0 : (int)right.shape[1],
            options.Rank
        );
        var examples = right.shape[0];
        var start = shape.IsFactored ? [] : Start<T>(shape, options.Seed);
        int? notFinite = null;
        var resultLeft = empty([examples, shape.Outputs, shape.Rank], right.dtype, CPU);
        var resultRight = empty([examples, shape.Inputs, shape.Rank], right.dtype, CPU);
        // A span has at most 2 GiB: larger batches go in parts.
        var largest = Math.Max(Math.Max(shape.RightSize, shape.LeftSize), Math.Max(shape.Outputs, shape.Inputs) * (long)shape.Rank);
        var part = Math.Max(1, BytesPerSpan / (largest * Marshal.SizeOf<T>()));
        for (long first = 0; first < examples; first += part)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(part, examples - first);
            var bad = RunPart(
                new Part<T>(Part(right), left is null ? null : Part(left), Part(resultLeft), Part(resultRight), (int)count),
                shape,
                options.EffectiveIterations,
                start
            );
            notFinite ??= bad is int position ? (int)first + position : null;
            Tensor Part(Tensor whole) => whole.narrow(0, first, count).contiguous();
        }

        return (resultLeft, resultRight, notFinite);
    }

    private static int? RunPart<T>(Part<T> part, ExampleShape shape, int iterations, T[] start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var firstBad = part.Count;
        var workers = (int)Math.Clamp(part.Count * shape.Work(iterations) / WorkPerWorker, 1, Math.Min(get_num_threads(), part.Count));
        if (workers == 1)
        {
            Work(0);
        }
        else
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, Work);
        }

        return firstBad < part.Count ? firstBad : null;

        void Work(int worker)
        {
            var example = new PowerIteration<T>(shape, start);
            ReadOnlySpan<T> right = part.Right,
                left = part.Left;
            Span<T> resultLeft = part.ResultLeft,
                resultRight = part.ResultRight;
            int sizeRight = shape.RightSize,
                sizeLeft = shape.LeftSize,
                outputs = shape.Outputs * shape.Rank,
                inputs = shape.Inputs * shape.Rank;
            var last = (int)((long)part.Count * (worker + 1) / workers);
            for (var n = (int)((long)part.Count * worker / workers); n < last; n++)
            {
                var isFinite = example.Run(
                    right.Slice(n * sizeRight, sizeRight),
                    left.IsEmpty ? left : left.Slice(n * sizeLeft, sizeLeft),
                    iterations,
                    resultLeft.Slice(n * outputs, outputs),
                    resultRight.Slice(n * inputs, inputs)
                );
                if (!isFinite)
                {
                    Lower(ref firstBad, n);
                }
            }
        }
    }

    private static void Lower(ref int value, int candidate)
    {
        for (var seen = value; candidate < seen; )
        {
            var found = Interlocked.CompareExchange(ref value, candidate, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>Normal start vectors [c, I], the same for every example.</summary>
    private static T[] Start<T>(ExampleShape shape, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new double[shape.Rank * shape.Inputs];
        for (var k = 0; k < shape.Rank; k++)
        {
            StartBasis.Fill(values.AsSpan(k * shape.Inputs, shape.Inputs), seed, k);
        }

        return Array.ConvertAll(values, T.CreateTruncating);
    }

    /// <summary>Contiguous tensors of some examples. Each worker takes its own spans, which cannot travel to another thread.</summary>
    private sealed record Part<T>(Tensor RightTensor, Tensor? LeftTensor, Tensor ResultLeftTensor, Tensor ResultRightTensor, int Count)
        where T : unmanaged
    {
        public ReadOnlySpan<T> Right => MemoryMarshal.Cast<byte, T>(RightTensor.bytes);

        public ReadOnlySpan<T> Left => LeftTensor is null ? [] : MemoryMarshal.Cast<byte, T>(LeftTensor.bytes);

        public Span<T> ResultLeft => MemoryMarshal.Cast<byte, T>(ResultLeftTensor.bytes);

        public Span<T> ResultRight => MemoryMarshal.Cast<byte, T>(ResultRightTensor.bytes);
    }
}
