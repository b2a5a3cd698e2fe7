using System.Security.Cryptography;
using DataWorth.Artifacts;

namespace DataWorth.Benchmarks.Artifacts;

/// <summary>Writes and scans an artifact of 256 MiB in a folder, beside plain writing and reading of as many bytes.</summary>
/// <remarks>Writing is durable on both sides (flushed to the device). SHA-256 alone is measured too: without processor support for it, it is the limit.</remarks>
public sealed class ArtifactBenchmark : IBenchmark
{
    private const int RowElements = 4096;
    private const int BatchRows = 256;
    private const long TotalBytes = 256L << 20;

    private static readonly ArtifactKey s_key = new("benchmark", "0");
    private readonly byte[] _batch = new byte[BatchRows * RowElements * sizeof(float)];
    private readonly string[] _ids = [.. Enumerable.Range(0, BatchRows).Select(row => $"doc-{row}")];

    /// <inheritdoc/>
    public string Name => "artifacts";

    /// <inheritdoc/>
    public string Description => "writing and scanning an artifact of 256 MiB, against plain durable writing and plain reading of a file";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        string folder = Directory.CreateTempSubdirectory("dataworth-benchmark-").FullName;
        try
        {
            new Random(1).NextBytes(_batch);
            string plain = Path.Combine(folder, "plain");
            string root = Path.Combine(folder, "store");
            Measurement[] times = context.MeasureTogether(
                1,
                1,
                ("plain write, flushed", () => WritePlain(plain)),
                ("artifact write", () => WriteArtifact(root)),
                ("plain read", () => ReadPlain(plain)),
                ("scan, hashes on first read", () => Scan(root, VerificationLevel.FirstRead)),
                ("scan, sizes only (as after the first read)", () => Scan(root, VerificationLevel.Sizes)),
                ("SHA-256 alone, one thread", Hash));
            foreach (Measurement time in times) context.Row(time, $"{TotalBytes / 1e9 / time.Best:0.00} GB/s at best");
            context.Goal("artifact write / plain write, throughput", BenchmarkContext.Ratio(times[0], times[1]), 0.85, atMost: false);
            context.Goal("scan, sizes only / plain read, throughput", BenchmarkContext.Ratio(times[2], times[4]), 0.85, atMost: false);
            context.Goal("scan, hashes / plain read, throughput", BenchmarkContext.Ratio(times[2], times[3]), 0.85, atMost: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void WritePlain(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        for (long offset = 0; offset < TotalBytes; offset += _batch.Length) RandomAccess.Write(file, _batch, offset);
        RandomAccess.FlushToDisk(file);
    }

    private void WriteArtifact(string root)
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        using var store = new FileArtifactStore(root);
        using ArtifactWriter writer = ArtifactWriter.Create(
            store, s_key, [ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, RowElements)], new ArtifactWriterOptions { RowCount = TotalBytes / (RowElements * sizeof(float)) });
        for (int index = 0; index < writer.ShardCount; index++)
        {
            using ShardWriter shard = writer.BeginShard(index);
            for (int row = 0; row < shard.RowCount; row += BatchRows) shard.Append(_ids, _batch);
            shard.Commit();
        }
        writer.Complete();
    }

    private void ReadPlain(string path)
    {
        byte[] buffer = new byte[4 << 20];
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
        for (long offset = 0; offset < TotalBytes; offset += buffer.Length) RandomAccess.Read(file, buffer, offset);
    }

    private static void Scan(string root, VerificationLevel verification)
    {
        using var store = new FileArtifactStore(root);
        using ArtifactReader reader = ArtifactReader.Open(store, s_key, verification);
        long sum = 0;
        foreach (ArtifactBlock block in reader.Scan())
        {
            // Every byte is touched, as a product would.
            foreach (ulong word in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(block.Rows("phi"))) sum += (long)word;
        }
        GC.KeepAlive(sum);
    }

    private void Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < TotalBytes; offset += _batch.Length) hash.AppendData(_batch);
        hash.GetHashAndReset();
    }
}
