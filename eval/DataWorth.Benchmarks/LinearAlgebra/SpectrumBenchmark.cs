using DataWorth.LinearAlgebra;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.LinearAlgebra;

/// <summary>Decompositions against the matrix products they cannot do without, or against the dense decomposition they replace.</summary>
public sealed class SpectrumBenchmark : IBenchmark
{
    private const int Rows = 3000;
    private const int Columns = 2048;
    private const int Rank = 128;
    private const int Chunk = 500;
    private const int QuerySize = 512;

    /// <inheritdoc/>
    public string Name => "spectrum";

    /// <inheritdoc/>
    public string Description => "streaming randomised SVD, low-rank query factors and float64 eigendecomposition against their bare parts";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var options = new StreamingSvdOptions { Rank = Rank };
        var (rows, basis) = (randn(Rows, Columns), randn(Columns, Rank + options.Oversampling));
        var query = randn(1, QuerySize, QuerySize);
        var covariance = mm(rows.t(), rows).narrow(0, 0, QuerySize).narrow(1, 0, QuerySize).contiguous();
        var wide = covariance.to_type(ScalarType.Float64);
        var measured = context.MeasureTogether(
            1,
            1,
            ($"svd {Rows} x {Columns}, r = {Rank}", () => StreamingRandomizedSvd.Compute(Chunks, options, "block").Dispose()),
            ("  its matrix products alone", () => Products(rows, basis, options.PowerIterations)),
            ($"query factors {QuerySize} x {QuerySize}, k = 16", () => LowRankQueryFactors.Compute(query, 16, "block").Dispose()),
            ("  dense svd", () => Decompose(() => linalg.svd(query, fullMatrices: false).U)),
            ($"eigendecomposition {QuerySize}", () => SymmetricEigen.Compute(covariance, "block").Dispose()),
            ("  bare eigh in float64", () => Decompose(() => linalg.eigh(wide).Item2))
        );
        foreach (var row in measured)
        {
            context.Row(row);
        }

        Against(0, 1.5);
        Against(2, 1);
        Against(4, 1.5);

        void Against(int subject, double goal) =>
            context.Goal(
                $"{measured[subject].Label} over part, processor time",
                measured[subject].MedianCpu / measured[subject + 1].MedianCpu,
                goal,
                atMost: true
            );

        IEnumerable<Tensor> Chunks()
        {
            for (var first = 0; first < Rows; first += Chunk)
            {
                yield return rows.narrow(0, first, Chunk);
            }
        }
    }

    /// <summary>G Q once more than G^T (G Q): the passes of the SVD.</summary>
    private static void Products(Tensor rows, Tensor basis, int powerIterations)
    {
        for (var pass = 0; pass < powerIterations + 2; pass++)
        {
            using var scope = NewDisposeScope();
            var projected = mm(rows, basis);
            if (pass <= powerIterations)
            {
                mm(rows.t(), projected);
            }
        }
    }

    private static void Decompose(Func<Tensor> decompose)
    {
        using var scope = NewDisposeScope();
        decompose();
    }
}
