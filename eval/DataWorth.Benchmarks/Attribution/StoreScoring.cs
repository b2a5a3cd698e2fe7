using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to score queries against a store, against the matrix product and the warm read of the file, and with LoRIF's
/// factors, warm and from the disk.</summary>
public sealed class StoreScoring : IBenchmark
{
    private const int Examples = 20_000;
    private const int Queries = 64;
    private const int Features = 12_288;

    /// <inheritdoc/>
    public string Name => "scoring";

    /// <inheritdoc/>
    public string Description =>
        "top 10 of 64 queries against 20,000 x 12,288 stored float32 (three modules of 64 x 64), and against rank-1 factors";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var problem = new RandomProblem([128, 128, 128, 128], Examples, Queries);
        var folder = RandomProblem.NewFolder();
        try
        {
            using var store = new FileArtifactStore(folder);
            AttributionTransformer Logra(string? storage) =>
                problem
                    .MLContext.Attribution.Logra(
                        problem.Task,
                        new LograOptions
                        {
                            Store = store,
                            Rank = 64,
                            Curvature = LograCurvature.None,
                            Storage = storage,
                        }
                    )
                    .Fit(problem.Train)
                    .WithQueries(problem.Queries);
            AttributionTransformer Dense() => Logra("float32");
            AttributionTransformer Factors(bool isStored) =>
                problem
                    .MLContext.Attribution.Lorif(
                        problem.Task,
                        new LorifOptions
                        {
                            Store = store,
                            Rank = 64,
                            FactorRank = 1,
                            Subspace = 64,
                            PowerIterations = 1,
                            StoreCoefficients = isStored,
                        }
                    )
                    .Fit(problem.Train)
                    .WithQueries(problem.Queries);

            var (warm, bytes) = Warm(context, folder, Dense, () => Logra(null), Factors);
            foreach (var row in warm)
            {
                context.Row(row, $"{Examples / row.Best:n0} examples/s");
            }

            var cold = new[]
            {
                Cold(context, folder, "dense, from the disk", Dense),
                Cold(context, folder, "exact factors, from the disk", () => Logra(null)),
                Cold(context, folder, "rank 1, t_V stored, from the disk", () => Factors(true)),
            };
            foreach (var (row, read) in cold)
            {
                context.Row(row, $"{read / 1048576.0:n0} MiB read from the disk");
            }

            context.Note(
                $"bytes per example: dense {bytes.Dense:n0}, exact factors {bytes.Exact:n0}, rank 1 {bytes.Factors:n0}, rank 1 with t_V "
                    + $"(3 x 64 float32) {bytes.Stored:n0}"
            );
            context.Goal("dense / (product + warm read)", warm[2].Best / (warm[0].Best + warm[1].Best), 1.25, atMost: true);
            context.Goal("bytes, dense / rank 1 with t_V", (double)bytes.Dense / bytes.Stored, 20, atMost: false);
            context.Goal(
                "time from the disk, dense / rank 1 with t_V",
                BenchmarkContext.Ratio(cold[0].Row, cold[2].Row),
                15,
                atMost: false
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (Measurement[] Rows, (long Dense, long Exact, long Factors, long Stored) Bytes) Warm(
        BenchmarkContext context,
        string folder,
        Func<AttributionTransformer> dense,
        Func<AttributionTransformer> lossless,
        Func<bool, AttributionTransformer> factors
    )
    {
        using var whole = dense();
        using var exact = lossless();
        using var rank = factors(false);
        using var stored = factors(true);
        using var rows = rand([256, Features]);
        using var queries = rand([Queries, Features]);
        var buffer = new byte[16 << 20];
        var measured = context.MeasureTogether(
            1,
            1,
            ("matrix product alone", () => Products(rows, queries)),
            ("warm read of the dense shards", () => Read(Path.Combine(folder, whole.Summary.GradientArtifact!), buffer)),
            ("dense: top 10", () => whole.TopK(10)),
            ("exact factors: top 10", () => exact.TopK(10)),
            ("rank 1, queries preconditioned: top 10", () => rank.TopK(10)),
            ("rank 1, t_V stored: top 10", () => stored.TopK(10))
        );
        return (
            measured,
            (whole.Summary.BytesPerExample, exact.Summary.BytesPerExample, rank.Summary.BytesPerExample, stored.Summary.BytesPerExample)
        );
    }

    /// <summary>Top 10 with nothing of the store in the page cache. Each run opens the store anew, because pages of open readers cannot be
    /// dropped; opening and the preparation of the queries are not timed.</summary>
    private static (Measurement Row, long Bytes) Cold(
        BenchmarkContext context,
        string folder,
        string label,
        Func<AttributionTransformer> open
    )
    {
        var (wall, processor, bytes) = (new double[context.Repeats], new double[context.Repeats], 0L);
        for (var repeat = 0; repeat < context.Repeats; repeat++)
        {
            using var fitted = open().PrepareQueries();
            PageCache.Drop(folder);
            var (read, cpu, start) = (PageCache.BytesRead, ProcessorClock.Seconds, Stopwatch.GetTimestamp());
            fitted.TopK(10);
            wall[repeat] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            processor[repeat] = ProcessorClock.Seconds - cpu;
            bytes = PageCache.BytesRead - read;
        }

        return (new Measurement(label, wall, processor), bytes);
    }

    private static void Products(Tensor rows, Tensor queries)
    {
        using var off = no_grad();
        for (var done = 0; done < Examples; done += (int)rows.shape[0])
        {
            using var scope = NewDisposeScope();
            _ = mm(rows, queries.t());
        }
    }

    private static void Read(string folder, byte[] buffer)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            using var handle = File.OpenHandle(file);
            for (long offset = 0, length = RandomAccess.GetLength(handle); offset < length; )
            {
                offset += RandomAccess.Read(handle, buffer, offset);
            }
        }
    }
}
