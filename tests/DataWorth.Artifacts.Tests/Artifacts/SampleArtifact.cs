using System.Runtime.InteropServices;

namespace DataWorth.Artifacts.Tests;

/// <summary>A small artifact whose every byte follows from its row number, and how to write and check it.</summary>
internal static class SampleArtifact
{
    public static readonly ArtifactKey Key = new("gradients", "0123456789abcdef0123456789abcdef");

    public static readonly ArtifactTensorLayout[] Layout =
    [
        ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 3, 2),
        ArtifactTensorLayout.Of("scale", SafetensorsDType.F64),
        ArtifactTensorLayout.Of("q", SafetensorsDType.I8, 5),
    ];

    public static readonly float[] Mean = [1, 2, 3, 4, 5, 6];

    public static ArtifactWriterOptions Options(long rows, int rowsPerShard) =>
        new()
        {
            Codec = "test",
            RowCount = rows,
            RowsPerShard = rowsPerShard,
            Options = new FingerprintBuilder().Add("projection seed", 1L).Add("model", "mlp").Options,
            Provenance = new Dictionary<string, string> { ["version"] = "0.1.0", ["threads"] = "2" },
        };

    public static ArtifactManifest Write(IArtifactStore store, long rows, int rowsPerShard)
    {
        using var writer = ArtifactWriter.Create(store, Key, Layout, Options(rows, rowsPerShard));
        for (var index = 0; (long)index * rowsPerShard < rows; index++)
        {
            if (!writer.IsShardComplete(index))
            {
                WriteShard(writer, index);
            }
        }

        return Complete(writer);
    }

    public static ArtifactManifest Complete(ArtifactWriter writer, Action<string>? tell = null)
    {
        if (!writer.IsComplete)
        {
            tell?.Invoke("statistics");
            using var statistics = writer.BeginTensors("statistics", [SafetensorsEntry.Of("mean", SafetensorsDType.F32, 3, 2)]);
            statistics.Write("mean", MemoryMarshal.AsBytes<float>(Mean));
            statistics.Commit();
        }

        tell?.Invoke("completing");
        return writer.Complete();
    }

    public static void WriteShard(ArtifactWriter writer, int index, Action<ShardBuffer>? onFilled = null)
    {
        using var shard = writer.Begin(index);
        shard.Ids = [.. Enumerable.Range(0, shard.Rows).Select(offset => Id(shard.FirstRow + offset))];
        foreach (var layout in writer.Layout)
        {
            Rows(layout, shard.FirstRow, shard.Rows).CopyTo(shard[layout.Name]);
        }

        onFilled?.Invoke(shard);
        writer.Commit(shard);
    }

    /// <summary>A shard of the sample's layout with zeros and other ids.</summary>
    public static void WriteOther(
        ArtifactWriter writer,
        int index,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken = default
    )
    {
        using var shard = writer.Begin(index);
        shard.Ids = ids;
        foreach (var layout in writer.Layout)
        {
            shard[layout.Name].Clear();
        }

        writer.Commit(shard, cancellationToken);
    }

    public static void RequireWhole(IArtifactStore store, long rows, VerificationLevel verification = VerificationLevel.FirstRead)
    {
        using var reader = ArtifactReader.Open(store, Key, verification);
        Assert.Equal(rows, reader.RowCount);
        Assert.Equal(Layout, reader.Layout);
        Assert.Equal(Enumerable.Range(0, (int)rows).Select(row => Id(row)), reader.ExampleIds);
        foreach (var layout in Layout)
        {
            var bytes = new byte[rows * layout.RowBytes];
            reader.ReadRows(layout.Name, 0, (int)rows, bytes);
            Assert.Equal(Rows(layout, 0, (int)rows), bytes);
        }

        var mean = new float[6];
        reader.ReadTensor("mean", MemoryMarshal.AsBytes(mean.AsSpan()));
        Assert.Equal(Mean, mean);
    }

    public static string Id(long row) => $"doc-{row}";

    public static byte[] Rows(ArtifactTensorLayout layout, long firstRow, int count)
    {
        var bytes = new byte[count * layout.RowBytes];
        for (var index = 0; index < bytes.Length; index++)
        {
            var row = firstRow + (index / layout.RowBytes);
            bytes[index] = (byte)((row * 31) + (index % layout.RowBytes * 7) + layout.Name.Length);
        }

        return bytes;
    }

    /// <summary>All objects of a store with their bytes.</summary>
    public static Dictionary<string, byte[]> Snapshot(IArtifactStore store) =>
        store
            .List("")
            .ToDictionary(
                info => info.Name,
                info =>
                {
                    using var file = store.Open(info.Name);
                    var bytes = new byte[file.Length];
                    file.Read(0, bytes);
                    return bytes;
                }
            );
}
