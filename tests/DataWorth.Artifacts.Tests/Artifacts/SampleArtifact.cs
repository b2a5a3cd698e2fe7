using System.Runtime.InteropServices;

namespace DataWorth.Artifacts.Tests;

/// <summary>A small artifact whose every byte follows from its row number, and how to write and check it.</summary>
internal static class SampleArtifact
{
    public static readonly ArtifactKey Key = new("gradients", "0123456789abcdef0123456789abcdef");

    // In this order every tensor is aligned to its element, so that it is the order in the file, and "phi" is streamed.
    public static readonly ArtifactTensorLayout[] Layout =
    [
        ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 3, 2),
        ArtifactTensorLayout.Of("scale", SafetensorsDType.F64),
        ArtifactTensorLayout.Of("q", SafetensorsDType.I8, 5),
    ];

    public static readonly float[] Mean = [1, 2, 3, 4, 5, 6];

    public static ArtifactWriterOptions Options(long? rows, int rowsPerShard) =>
        new()
        {
            Codec = "test",
            RowCount = rows,
            RowsPerShard = rowsPerShard,
            BufferBytes = 64,
            BufferCount = 2,
            Options = new FingerprintBuilder().Add("projection seed", 1L).Add("model", "mlp").Options,
            Provenance = new Dictionary<string, string> { ["version"] = "0.1.0", ["threads"] = "2" },
        };

    public static ArtifactManifest Write(
        IArtifactStore store,
        long rows,
        int rowsPerShard,
        bool announceRows = true,
        Action<ShardWriter>? onShard = null
    )
    {
        using var writer = ArtifactWriter.Create(store, Key, Layout, Options(announceRows ? rows : null, rowsPerShard));
        for (var index = 0; (long)index * rowsPerShard < rows; index++)
        {
            if (!writer.IsShardComplete(index))
            {
                WriteShard(writer, index, rows, onShard);
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

    public static void WriteShard(ArtifactWriter writer, int index, long rows, Action<ShardWriter>? onShard = null)
    {
        using var shard = writer.BeginShard(index);
        var end = Math.Min(rows, shard.FirstRow + writer.RowsPerShard);
        for (var row = shard.FirstRow; row < end; row += 3)
        {
            var count = (int)Math.Min(3, end - row);
            shard.AppendIds(Enumerable.Range(0, count).Select(offset => Id(row + offset)));
            foreach (var layout in writer.Layout)
            {
                shard.Append(layout.Name, Rows(layout, row, count));
            }
        }

        onShard?.Invoke(shard);
        shard.Commit();
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
