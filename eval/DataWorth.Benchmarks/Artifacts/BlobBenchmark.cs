using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using DataWorth.Artifacts;
using DataWorth.Artifacts.Azure;
using DataWorth.Benchmarks.Attribution;
using DataWorth.Methods.Logra;
using DataWorth.Tests.Shared;

namespace DataWorth.Benchmarks.Artifacts;

/// <summary>Writes and reads an artifact of 512 MiB on Azurite beside what Azurite itself can do, and scores from blobs through a warm
/// cache beside scoring from files.</summary>
/// <remarks>Azurite's own limit: the same bytes staged in blocks of 8 MiB, four in flight, and downloaded in ranges of 8 MiB, four in
/// flight, with the SDK alone.</remarks>
public sealed class BlobBenchmark : IBenchmark
{
    private const int BlockBytes = 8 << 20;
    private const int InFlight = 4;

    private readonly SampleRows _rows = new(512L << 20);

    /// <inheritdoc/>
    public string Name => "blobs";

    /// <inheritdoc/>
    public string Description =>
        "an artifact of 512 MiB on Azurite against Azurite's own limit; scoring from blobs with a warm cache against scoring from files";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (AzuriteServer.UnavailableBecause is { } reason)
        {
            context.Note($"not measured: {reason}");
            return;
        }

        var folder = RandomProblem.NewFolder();
        try
        {
            Transfer(context, folder);
            Score(context, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Transfer(BenchmarkContext context, string folder)
    {
        var address = AzuriteServer.NewAddress();
        var container = AzuriteServer.Instance.Container(address);
        container.Create();
        var buffer = GC.AllocateUninitializedArray<byte>((int)_rows.TotalBytes);
        using var plain = Open(address, null);
        using var cached = Open(address, Path.Combine(folder, "cache"));
        var blobs = 0;
        var writes = context.MeasureTogether(
            1,
            1,
            ("SDK alone: upload", () => Upload(container.GetBlockBlobClient($"plain-{blobs++}"), buffer)),
            ("artifact write", () => Write(context, plain))
        );
        Write(plain);
        var reads = context.MeasureTogether(
            1,
            1,
            ("SDK alone: download", () => Download(container.GetBlobBaseClient("plain-0"), buffer)),
            ("first read, no cache, with hashes", () => SampleRows.Fetch(plain, VerificationLevel.FirstRead)),
            ("first read, no cache, without hashes", () => SampleRows.Fetch(plain, VerificationLevel.Sizes)),
            ("later read, warm cache: scan with hashes", () => SampleRows.Scan(cached, VerificationLevel.FirstRead))
        );
        foreach (var time in writes.Concat(reads))
        {
            context.Row(time, $"{_rows.TotalBytes / 1048576.0 / time.Best:0} MiB/s at best");
        }

        context.Goal("write / SDK alone, throughput", BenchmarkContext.Ratio(writes[0], writes[1]), 0.8, atMost: false);
        context.Goal("first read / SDK alone, throughput", BenchmarkContext.Ratio(reads[0], reads[1]), 0.8, atMost: false);
        context.Goal("the same without hashes", BenchmarkContext.Ratio(reads[0], reads[2]), 0.8, atMost: false);
        container.Delete();
    }

    private static void Score(BenchmarkContext context, string folder)
    {
        using var problem = new RandomProblem([128, 128, 128, 128], 4000, 64);
        using var files = new FileArtifactStore(Path.Combine(folder, "files"));
        using var blobs = Open(AzuriteServer.NewAddress(), Path.Combine(folder, "score-cache"));
        using var fromFiles = Fit(problem, files);
        using var fromBlobs = Fit(problem, blobs);
        var times = context.MeasureTogether(
            1,
            3,
            ("top 10 of 64 queries x 4,000 from files", () => fromFiles.TopK(10)),
            ("the same from blobs, warm cache", () => fromBlobs.TopK(10))
        );
        foreach (var time in times)
        {
            context.Row(time);
        }

        context.Goal("scoring, blobs / files", BenchmarkContext.Ratio(times[1], times[0]), 1.1, atMost: true);
    }

    private static AttributionTransformer Fit(RandomProblem problem, IArtifactStore store) =>
        problem
            .MLContext.Attribution.Logra(
                problem.Task,
                new LograOptions
                {
                    Store = store,
                    Rank = 64,
                    Curvature = LograCurvature.None,
                    Storage = "float32",
                }
            )
            .Fit(problem.Train)
            .WithQueries(problem.Queries);

    private static IArtifactStore Open(AzureBlobAddress address, string? cacheFolder) =>
        AzureBlobStores.Open(
            address,
            new AzureBlobStoreOptions
            {
                ConnectionString = AzuriteServer.Instance.ConnectionString(),
                BlockBytes = BlockBytes,
                ParallelTransfers = InFlight,
                CacheFolder = cacheFolder,
            }
        );

    private void Write(BenchmarkContext context, IArtifactStore store)
    {
        Write(store);
        context.Afterwards(() => ArtifactCatalog.Remove(store, SampleRows.Key));
    }

    private void Write(IArtifactStore store) => _rows.Write(store);

    private void Upload(BlockBlobClient blob, byte[] buffer)
    {
        var count = (int)(_rows.TotalBytes / BlockBytes);
        string[] ids = [.. Enumerable.Range(0, count).Select(index => Convert.ToBase64String(BitConverter.GetBytes(index)))];
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            index =>
            {
                using var content = new MemoryStream(buffer, index * BlockBytes, BlockBytes, writable: false);
                blob.StageBlock(ids[index], content);
            }
        );
        blob.CommitBlockList(ids);
    }

    private void Download(BlobBaseClient blob, byte[] buffer) =>
        Parallel.For(
            0,
            (int)(_rows.TotalBytes / BlockBytes),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            index =>
            {
                var options = new BlobDownloadOptions { Range = new Azure.HttpRange((long)index * BlockBytes, BlockBytes) };
                using BlobDownloadStreamingResult answer = blob.DownloadStreaming(options);
                answer.Content.ReadExactly(buffer, index * BlockBytes, BlockBytes);
            }
        );
}
