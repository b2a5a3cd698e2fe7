namespace DataWorth.Artifacts.Tests;

public sealed class ArtifactRoundTripTests
{
    private readonly MemoryArtifactStore _store = new();

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(8, 4)]
    [InlineData(11, 4)]
    [InlineData(40, 40)]
    [InlineData(40, 1)]
    public void RowsIdsAndTensors_ComeBack(int rows, int rowsPerShard)
    {
        var manifest = SampleArtifact.Write(_store, rows, rowsPerShard);
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
        SampleArtifact.WriteShard(writer, 0);
        writer.Flush();
        Assert.Null(ArtifactReader.TryOpen(_store, SampleArtifact.Key));
        var unfinished = Assert.Throws<ArtifactNotFoundException>(() => ArtifactReader.Open(_store, SampleArtifact.Key));
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: is unfinished: it has no manifest. Run again the stage that makes it; finished "
                + "shards are kept.",
            unfinished.Message
        );
        var incomplete = Assert.ThrowsAny<ArtifactException>(() => writer.Complete());
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: cannot be completed: 1 shards are missing, first rows-000001.safetensors. Run "
                + "again the stage that makes them.",
            incomplete.Message
        );
        SampleArtifact.WriteShard(writer, 1);
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
    public void MisuseOfAShard_IsRefused()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(8, 4));
        using var shard = writer.Begin(0);
        Assert.StartsWith("Shard 0 of ", Assert.Throws<InvalidOperationException>(() => writer.Begin(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Begin(2));
        var tensor = Assert.Throws<ArgumentException>(() => shard["psi"].Length);
        Assert.StartsWith("Rows have no tensor 'psi'. Tensors of the layout: phi F32 [4, 3, 2]; ", tensor.Message);
        shard.Ids = ["a", "b", "c"];
        Assert.Equal(
            $"Shard '{SampleArtifact.Key}/rows-000000.safetensors' has 4 rows and 3 ids, or an id that is null. Set Ids to one id for each "
                + "row before Commit.",
            Assert.Throws<InvalidOperationException>(() => writer.Commit(shard)).Message
        );
        shard.Ids = ["a", "b", "c", "d"];
        writer.Commit(shard);
        Assert.Throws<ObjectDisposedException>(() => shard.Array);
        Assert.Throws<ObjectDisposedException>(() => writer.Commit(shard));
    }

    [Fact]
    public void BytesOfAShard_AreThoseOfItsFile_AndTensorsAreAligned()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(7, 5));
        foreach (var index in new[] { 1, 0 })
        {
            byte[] bytes = [];
            SampleArtifact.WriteShard(
                writer,
                index,
                shard =>
                {
                    Assert.Equal((5L * index, index == 0 ? 5 : 2), (shard.FirstRow, shard.Rows));
                    foreach (var layout in SampleArtifact.Layout)
                    {
                        Assert.Equal(0, shard.Offset(layout.Name) % layout.DType.Size());
                        Assert.Equal(shard[layout.Name][0], Buffer.GetByte(shard.Array, shard.Offset(layout.Name)));
                    }

                    bytes = shard.Bytes.ToArray();
                }
            );
            writer.Flush();
            Assert.Equal(bytes, SampleArtifact.Snapshot(_store)[$"{SampleArtifact.Key}/rows-00000{index}.safetensors"]);
        }
    }

    [Fact]
    public void DroppedShards_LeaveNothing_AndCanBeBegunAgain()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(4, 4));
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var shard = writer.Begin(0);
        }

        writer.Flush();
        Assert.Empty(writer.CompletedShards);
        SampleArtifact.WriteShard(writer, 0);
        SampleArtifact.Complete(writer);
        SampleArtifact.RequireWhole(_store, 4);
    }

    [Fact]
    public void WhileOneShardIsWritten_AnotherIsFilled_AndAThirdWaits()
    {
        using var gate = new ManualResetEventSlim();
        using var store = new GatedStore(gate);
        using var writer = ArtifactWriter.Create(store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(12, 4));
        SampleArtifact.WriteShard(writer, 0);
        var second = writer.Begin(1);
        second.Ids = ["a", "b", "c", "d"];
        BlockedCall<(ShardBuffer Shard, bool GateWasOpen)> third = new(() => (writer.Begin(2), gate.IsSet));
        third.RequireWaiting();
        BlockedCall<bool> commit = new(() =>
        {
            writer.Commit(second);
            return gate.IsSet;
        });
        commit.RequireWaiting();
        using var source = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => writer.Flush(source.Token));
        gate.Set();
        Assert.True(commit.Result());
        Assert.True(third.Result().GateWasOpen);
        third.Result().Shard.Dispose();
        writer.Flush();
        Assert.Equal([0, 1], writer.CompletedShards);
    }

    private static int RowsPerShard(ArtifactWriterOptions options, params ArtifactTensorLayout[] layout)
    {
        using var store = new MemoryArtifactStore();
        using var writer = ArtifactWriter.Create(store, SampleArtifact.Key, layout, options);
        return writer.RowsPerShard;
    }
}
