using System.Security.Cryptography;
using DataWorth.Artifacts;

namespace DataWorth.Benchmarks.Artifacts;

/// <summary>Writes, scans and verifies an artifact of 256 MiB in a folder, beside copying a file of as many bytes.</summary>
/// <remarks>The copy beside the write is flushed to the device like the write; the copy beside the first read, which checks hashes, is not,
/// and both read from the page cache.</remarks>
public sealed class ArtifactBenchmark : IBenchmark
{
    private readonly SampleRows _rows = new(256L << 20);

    /// <inheritdoc/>
    public string Name => "artifacts";

    /// <inheritdoc/>
    public string Description => "writing, first and later reading of an artifact of 256 MiB, against a plain copy of a file";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var folder = Directory.CreateTempSubdirectory("dataworth-benchmark-").FullName;
        try
        {
            (var plain, var root) = (Path.Combine(folder, "plain"), Path.Combine(folder, "store"));
            PlainFile.Write(plain, _rows.TotalBytes, _rows.Chunk);
            Write(root);
            var times = context.MeasureTogether(
                1,
                1,
                ("plain copy, flushed", () => Copy(context, plain, flushes: true)),
                ("artifact write", () => WriteNew(context, folder)),
                ("plain copy, warm, not flushed", () => Copy(context, plain, flushes: false)),
                ("first read: scan with hashes", () => Scan(root, VerificationLevel.FirstRead)),
                ("verify", () => Verify(root)),
                ("plain read, warm", () => PlainFile.Read(plain)),
                ("later read: scan, sizes only", () => Scan(root, VerificationLevel.Sizes)),
                ("digest alone, all processors", Digest),
                ("SHA-256 of the framework, one thread", Hash)
            );
            foreach (var time in times)
            {
                context.Row(
                    time,
                    $"{_rows.TotalBytes / 1e9 / time.Best:0.00} GB/s at best, {_rows.TotalBytes / 1e9 / time.BestCpu:0.00} GB per "
                        + "processor second"
                );
            }

            context.Goal("write / plain copy flushed, throughput", BenchmarkContext.Ratio(times[0], times[1]), 0.85, atMost: false);
            context.Goal("first read / plain copy, throughput", BenchmarkContext.Ratio(times[2], times[3]), 0.85, atMost: false);
            context.Goal("later read / plain read, throughput", BenchmarkContext.Ratio(times[5], times[6]), 0.85, atMost: false);
            context.Note($"digest / SHA-256 of the framework, throughput {BenchmarkContext.Ratio(times[8], times[7]):0.0}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(BenchmarkContext context, string plain, bool flushes)
    {
        var copy = plain + ".copy";
        PlainFile.Copy(plain, copy, flushes);
        context.Afterwards(() => File.Delete(copy));
    }

    private void WriteNew(BenchmarkContext context, string folder)
    {
        var root = Path.Combine(folder, "new");
        Write(root);
        context.Afterwards(() => Directory.Delete(root, recursive: true));
    }

    private void Write(string root)
    {
        using var store = new FileArtifactStore(root);
        _rows.Write(store);
    }

    private static void Scan(string root, VerificationLevel verification)
    {
        using var store = new FileArtifactStore(root);
        GC.KeepAlive(SampleRows.Scan(store, verification));
    }

    private static void Verify(string root)
    {
        using var store = new FileArtifactStore(root);
        if (ArtifactVerifier.Verify(store, SampleRows.Key) is [{ } fault, ..])
        {
            throw new InvalidOperationException(fault.Message);
        }
    }

    private void Digest()
    {
        using var digest = new ContentDigest();
        for (long offset = 0; offset < _rows.TotalBytes; offset += _rows.Chunk.Length)
        {
            digest.Append(_rows.Chunk);
        }

        digest.Finish();
    }

    private void Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < _rows.TotalBytes; offset += _rows.Chunk.Length)
        {
            hash.AppendData(_rows.Chunk);
        }

        hash.GetHashAndReset();
    }
}
