using DataWorth.Artifacts;

namespace DataWorth.Benchmarks.Artifacts;

/// <summary>An artifact of random rows of 16 KiB, written as a fit writes it: whole chunks of 16 MiB, copied into shards of 64
/// MiB.</summary>
internal sealed class SampleRows
{
    private const int RowElements = 4096;
    private const int ChunkRows = 1024;

    private readonly string[] _ids = [.. Enumerable.Range(0, ChunkRows).Select(row => $"doc-{row}")];

    public SampleRows(long totalBytes)
    {
        TotalBytes = totalBytes;
        new Random(1).NextBytes(Chunk);
    }

    public static ArtifactKey Key { get; } = new("benchmark", "0");

    public long TotalBytes { get; }

    /// <summary>The bytes that are written again and again.</summary>
    public byte[] Chunk { get; } = GC.AllocateUninitializedArray<byte>(ChunkRows * RowElements * sizeof(float), pinned: true);

    public void Write(IArtifactStore store)
    {
        using var writer = ArtifactWriter.Create(
            store,
            Key,
            [ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, RowElements)],
            new ArtifactWriterOptions { RowCount = TotalBytes / (RowElements * sizeof(float)) }
        );
        for (var index = 0; index < writer.ShardCount; index++)
        {
            var shard = writer.Begin(index);
            shard.Ids = [.. Enumerable.Range(0, shard.Rows).Select(row => _ids[row % ChunkRows])];
            for (var row = 0; row < shard.Rows; row += ChunkRows)
            {
                Chunk.CopyTo(shard["phi"][(row * RowElements * sizeof(float))..]);
            }

            writer.Commit(shard);
        }

        writer.Complete();
    }

    /// <summary>Brings every row into memory, and nothing more.</summary>
    public static long Fetch(IArtifactStore store, VerificationLevel verification)
    {
        using var reader = ArtifactReader.Open(store, Key, verification);
        return reader.Shards(0, reader.Manifest.Shards.Count, 1).Sum(shard => (long)shard.Rows);
    }

    /// <summary>Reads every row, touching every byte as a product would.</summary>
    public static long Scan(IArtifactStore store, VerificationLevel verification)
    {
        using var reader = ArtifactReader.Open(store, Key, verification);
        long sum = 0;
        foreach (var shard in reader.Shards(0, reader.Manifest.Shards.Count, 1))
        {
            foreach (var word in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(shard["phi"]))
            {
                sum += (long)word;
            }
        }

        return sum;
    }
}
