namespace DataWorth.Artifacts.Tests;

public sealed class ArtifactRoundTripTests
{
    private readonly MemoryArtifactStore _store = new();

    [Theory]
    [InlineData(0, 4, true)]
    [InlineData(1, 4, true)]
    [InlineData(8, 4, true)]
    [InlineData(11, 4, true)]
    [InlineData(11, 4, false)]
    [InlineData(40, 40, true)]
    [InlineData(40, 1, false)]
    public void RowsIdsAndTensors_ComeBack(int rows, int rowsPerShard, bool announceRows)
    {
        var manifest = SampleArtifact.Write(_store, rows, rowsPerShard, announceRows);
        SampleArtifact.RequireWhole(_store, rows);
        SampleArtifact.RequireWhole(_store, rows, VerificationLevel.Full);
        Assert.Equal((rows + rowsPerShard - 1) / rowsPerShard, manifest.Shards.Count);
        string[] expected =
        [
            .. rows == 0 ? Array.Empty<string>() : ["ids.json"],
            "manifest.json",
            .. manifest.Shards.Select(shard => shard.File),
            "statistics.safetensors",
        ];
        Assert.Equal(expected.Select(file => $"{SampleArtifact.Key}/{file}"), _store.List("").Select(info => info.Name));
    }

    [Fact]
    public void AnnouncingRowsOrNot_GivesTheSameBytes()
    {
        SampleArtifact.Write(_store, 11, 4, announceRows: true);
        var other = new MemoryArtifactStore();
        SampleArtifact.Write(other, 11, 4, announceRows: false);
        Assert.Equal(SampleArtifact.Snapshot(_store), SampleArtifact.Snapshot(other));
    }

    [Fact]
    public void ReadRows_OfAnyRange_CrossesShards()
    {
        SampleArtifact.Write(_store, 23, 5);
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        foreach (var layout in reader.Layout)
        {
            for (var first = 0; first <= 23; first++)
            {
                for (var count = 0; first + count <= 23; count++)
                {
                    var bytes = new byte[count * layout.RowBytes];
                    reader.ReadRows(layout.Name, first, count, bytes);
                    Assert.Equal(SampleArtifact.Rows(layout, first, count), bytes);
                }
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRows("phi", 23, 1, new byte[24]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRows("phi", -1, 1, new byte[24]));
        var destination = Assert.Throws<ArgumentException>(() => reader.ReadRows("phi", 0, 1, new byte[23]));
        Assert.StartsWith($"'phi' of '{SampleArtifact.Key}' needs a destination of 24 bytes, got 23.", destination.Message);
        var tensor = Assert.Throws<ArgumentException>(() => reader.ReadRows("psi", 0, 1, new byte[24]));
        Assert.StartsWith("Rows have no tensor 'psi'. Tensors of the layout: phi F32 [3, 2]; scale F64 []; q I8 [5].", tensor.Message);
    }

    [Fact]
    public void UncommittedArtifact_IsInvisible()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(8, 4));
        var missing = Assert.Throws<ArtifactNotFoundException>(() => ArtifactReader.Open(_store, new ArtifactKey("gradients", "ff")));
        Assert.Equal(
            "Artifact 'gradients/ff' is not in memory:. Run the stage that makes it, or name the store that has it.",
            missing.Message
        );
        SampleArtifact.WriteShard(writer, 0, 8);
        writer.Flush();
        Assert.Null(ArtifactReader.TryOpen(_store, SampleArtifact.Key));
        var unfinished = Assert.Throws<ArtifactNotFoundException>(() => ArtifactReader.Open(_store, SampleArtifact.Key));
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: is unfinished: it has no manifest. Run again the stage that makes it; finished "
                + "shards are kept.",
            unfinished.Message
        );
        var incomplete = Assert.Throws<ArtifactException>(() => writer.Complete());
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: cannot be completed: 1 shards are missing, first rows-000001.safetensors. Run "
                + "again the stage that makes them.",
            incomplete.Message
        );
        SampleArtifact.WriteShard(writer, 1, 8);
        SampleArtifact.Complete(writer);
        Assert.NotNull(ArtifactReader.TryOpen(_store, SampleArtifact.Key));
    }

    [Fact]
    public void RowsPerShard_FollowFromTheBytesOfARow()
    {
        Assert.Equal(4096, RowsPerShard(new ArtifactWriterOptions(), ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 4096)));
        Assert.Equal(2048, RowsPerShard(new ArtifactWriterOptions(), ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 5000)));
        Assert.Equal(65_536, RowsPerShard(new ArtifactWriterOptions(), ArtifactTensorLayout.Of("phi", SafetensorsDType.I8)));
        Assert.Equal(1, RowsPerShard(new ArtifactWriterOptions(), ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 1 << 30)));
        Assert.Equal(
            16,
            RowsPerShard(
                new ArtifactWriterOptions { ShardBytes = 100 },
                ArtifactTensorLayout.Of("a", SafetensorsDType.F32),
                ArtifactTensorLayout.Of("b", SafetensorsDType.I16)
            )
        );
        Assert.Equal(7, RowsPerShard(new ArtifactWriterOptions { RowsPerShard = 7 }, ArtifactTensorLayout.Of("a", SafetensorsDType.F32)));
    }

    [Fact]
    public void SingleTensor_RowsAndIdsInOneCall()
    {
        ArtifactTensorLayout[] layout = [ArtifactTensorLayout.Of("phi", SafetensorsDType.U8, 2)];
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, layout, new ArtifactWriterOptions { RowCount = 3 });
        using (var shard = writer.BeginShard(0))
        {
            shard.Append(["a", "b"], [1, 2, 3, 4]);
            var exception = Assert.Throws<ArgumentException>(() => shard.Append(["c"], [5]));
            Assert.Equal("Got 1 bytes for 1 rows of 'phi U8 [2]', expected 2.", exception.Message);
            shard.Append(["c"], [5, 6]);
            shard.Commit();
        }

        writer.Complete();
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        var rows = new byte[6];
        reader.ReadRows("phi", 0, 3, rows);
        Assert.Equal([1, 2, 3, 4, 5, 6], rows);
        Assert.Equal(["a", "b", "c"], reader.ExampleIds);
    }

    [Fact]
    public void MisuseOfAShard_IsRefused()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(8, 4));
        using var shard = writer.BeginShard(0);
        Assert.StartsWith("Shard 0 of ", Assert.Throws<InvalidOperationException>(() => writer.BeginShard(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.BeginShard(2));
        Assert.StartsWith(
            "Got 23 bytes for 'phi F32 [3, 2]', which is no whole number of rows of 24 bytes.",
            Assert.Throws<ArgumentException>(() => shard.Append("phi", new byte[23])).Message
        );
        Assert.Equal(
            $"Shard '{SampleArtifact.Key}/rows-000000.safetensors' takes 4 rows, got 5 of tensor 'phi'. Begin the next shard at its "
                + "first row.",
            Assert.Throws<InvalidOperationException>(() => shard.Append("phi", new byte[120])).Message
        );
        shard.Append("phi", new byte[96]);
        shard.Append("q", new byte[20]);
        shard.AppendIds(["a", "b", "c", "d"]);
        Assert.Equal(
            $"Shard '{SampleArtifact.Key}/rows-000000.safetensors' has 0 rows of tensor 'scale', expected 4. Append the same number of "
                + "rows of each tensor and of ids before Commit.",
            Assert.Throws<InvalidOperationException>(() => shard.Commit()).Message
        );
        Assert.Throws<InvalidOperationException>(() => shard.AppendIds(["e"]));
        Assert.StartsWith("Rows have 3 tensors.", Assert.Throws<InvalidOperationException>(() => shard.Append(["x"], new byte[1])).Message);
    }

    [Fact]
    public void DroppedShard_LeavesNothing_AndCanBeBegunAgain()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(4, 4));
        using (var shard = writer.BeginShard(0))
        {
            shard.Append("phi", new byte[96]);
        }

        writer.Flush();
        Assert.Empty(writer.CompletedShards);
        SampleArtifact.WriteShard(writer, 0, 4);
        SampleArtifact.Complete(writer);
        SampleArtifact.RequireWhole(_store, 4);
    }

    private static int RowsPerShard(ArtifactWriterOptions options, params ArtifactTensorLayout[] layout)
    {
        using var store = new MemoryArtifactStore();
        using var writer = ArtifactWriter.Create(store, SampleArtifact.Key, layout, options);
        return writer.RowsPerShard;
    }
}
