using DataWorth.Artifacts;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to score queries against a store, against the matrix product and the warm read of the file, and with LoRIF's factors.</summary>
public sealed class StoreScoring : IBenchmark
{
    private const int Examples = 20_000;
    private const int Queries = 64;
    private const int Features = 12_288;

    /// <inheritdoc/>
    public string Name => "scoring";

    /// <inheritdoc/>
    public string Description => "top 10 of 64 queries against 20,000 x 12,288 stored float32 (three modules of 64 x 64), and against rank-1 factors";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var problem = new RandomProblem([128, 128, 128, 128], Examples, Queries);
        var folder = RandomProblem.NewFolder();
        try
        {
            using var store = new FileArtifactStore(folder);
            using var dense = problem.MLContext.Attribution.Logra(
                problem.Task, problem.Queries, new LograOptions { Store = store, Rank = 64, Curvature = LograCurvature.None }).Fit(problem.Train);
            using var factors = problem.MLContext.Attribution.Lorif(
                problem.Task, problem.Queries, new LorifOptions { Store = store, Rank = 64, FactorRank = 1, Subspace = 64, PowerIterations = 1 }).Fit(problem.Train);
            using var rows = rand([256, Features]);
            using var queries = rand([Queries, Features]);
            var buffer = new byte[16 << 20];
            var measured = context.MeasureTogether(1, 1,
                ("matrix product alone", () => Products(rows, queries)),
                ("warm read of the dense shards", () => Read(Path.Combine(folder, dense.Summary.GradientArtifact!), buffer)),
                ("dense: top 10", () => dense.TopK(10)),
                ("rank-1 factors: top 10", () => factors.TopK(10)));
            foreach (var row in measured)
                context.Row(row, $"{Examples / row.Best:n0} examples/s");
            context.Note($"bytes per example: dense {dense.Summary.BytesPerExample:n0}, rank-1 {factors.Summary.BytesPerExample:n0}");
            context.Goal("dense / (product + warm read)", measured[2].Best / (measured[0].Best + measured[1].Best), 1.25, atMost: true);
            context.Goal("bytes, dense / rank-1", (double)dense.Summary.BytesPerExample / factors.Summary.BytesPerExample, 20, atMost: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Products(TorchSharp.torch.Tensor rows, TorchSharp.torch.Tensor queries)
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
            for (long offset = 0, length = RandomAccess.GetLength(handle); offset < length;)
                offset += RandomAccess.Read(handle, buffer, offset);
        }
    }
}
