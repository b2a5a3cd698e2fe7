using System.Text;

namespace DataWorth.Artifacts.Tests;

public sealed class ResumeTests
{
    private readonly MemoryArtifactStore _store = new();

    [Fact]
    public void FinishedShards_AreKept_AndTheArtifactIsByteIdentical()
    {
        using (var writer = Create(11))
        {
            SampleArtifact.WriteShard(writer, 1);
            SampleArtifact.WriteShard(writer, 2);
        }

        using (var writer = Create(11))
        {
            Assert.Equal([1, 2], writer.CompletedShards);
            Assert.False(writer.IsComplete);
            Assert.StartsWith("Shard 1 of ", Assert.Throws<InvalidOperationException>(() => writer.Begin(1)).Message);
            SampleArtifact.WriteShard(writer, 0);
            SampleArtifact.Complete(writer);
            Assert.True(writer.IsComplete);
        }

        RequireSameAsUninterrupted(11);
        using var done = Create(11);
        Assert.True(done.IsComplete);
        Assert.Equal([0, 1, 2], done.CompletedShards);
        Assert.Throws<InvalidOperationException>(() => done.Begin(0));
        Assert.Equal(11, done.Complete().Rows);
        RequireSameAsUninterrupted(11);
    }

    [Fact]
    public void WorkersOfOneArtifact_WriteTheirShards_AndAnotherCompletesIt()
    {
        Parallel.For(
            0,
            3,
            worker =>
            {
                using var writer = Create(40);
                for (var index = worker; index < writer.ShardCount; index += 3)
                {
                    SampleArtifact.WriteShard(writer, index);
                }

                writer.Flush();
            }
        );
        using var last = Create(40);
        SampleArtifact.Complete(last);
        RequireSameAsUninterrupted(40);
    }

    [Fact]
    public void ThreadsOfOneWriter_MayFillSeveralShardsAtOnce()
    {
        using var writer = Create(40);
        Parallel.For(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 4 }, index => SampleArtifact.WriteShard(writer, index));
        SampleArtifact.Complete(writer);
        RequireSameAsUninterrupted(40);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("truncate")]
    [InlineData("delete")]
    [InlineData("record")]
    public void DamagedShardOfAKilledRun_IsComputedAgain(string damage)
    {
        using (var writer = Create(8))
        {
            SampleArtifact.WriteShard(writer, 0);
            SampleArtifact.WriteShard(writer, 1);
        }

        var shard = $"{SampleArtifact.Key}/rows-000000.safetensors";
        var record = $"{SampleArtifact.Key}/rows-000000.commit.json";
        var bytes = SampleArtifact.Snapshot(_store)[damage == "record" ? record : shard];
        bytes[^5] ^= 1;
        Replace(
            damage == "record" ? record : shard,
            damage switch
            {
                "truncate" => bytes[..^1],
                "delete" => null,
                _ => bytes,
            }
        );
        using (var writer = Create(8))
        {
            Assert.False(writer.IsShardComplete(0));
            Assert.True(writer.IsShardComplete(1));
            var sentence = Assert.Single(writer.DiscardedShards);
            Assert.Contains("rows-000000", sentence);
            SampleArtifact.WriteShard(writer, 0);
            SampleArtifact.Complete(writer);
        }

        RequireSameAsUninterrupted(8);
    }

    [Fact]
    public void KilledBetweenShardAndRecord_TheShardIsAdopted()
    {
        using (var writer = Create(8))
        {
            SampleArtifact.WriteShard(writer, 0);
        }

        _store.Delete($"{SampleArtifact.Key}/rows-000000.commit.json");
        SampleArtifact.Write(_store, 8, 4);
        RequireSameAsUninterrupted(8);
    }

    [Fact]
    public void AnotherProcessWithOtherRounding_ItsShardCounts_AndBothSucceed()
    {
        using var first = Create(8);
        using var second = Create(8);
        SampleArtifact.WriteShard(first, 0);
        first.Flush();
        SampleArtifact.WriteOther(second, 0, [.. Enumerable.Range(0, 4).Select(row => SampleArtifact.Id(row))]);
        SampleArtifact.WriteShard(second, 1);
        var made = SampleArtifact.Complete(second);
        var found = SampleArtifact.Complete(first);
        Assert.Equal(made.Checksum, found.Checksum);
        RequireSameAsUninterrupted(8);
    }

    [Fact]
    public void AnotherProcessWithOtherIds_IsRefused()
    {
        using var first = Create(4);
        using var second = Create(4);
        SampleArtifact.WriteShard(first, 0);
        first.Flush();
        SampleArtifact.WriteOther(second, 0, ["a", "b", "c", "d"]);
        var exception = Assert.ThrowsAny<ArtifactException>(() => second.Flush());
        Assert.Contains("has other example ids than this run. The two runs had different data under one fingerprint", exception.Message);
    }

    [Fact]
    public void UnfinishedArtifactWithAnotherLayout_IsRefused()
    {
        using (Create(8)) { }

        ArtifactTensorLayout[] other = [ArtifactTensorLayout.Of("phi", SafetensorsDType.F16, 3)];
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactWriter.Create(_store, SampleArtifact.Key, other));
        Assert.Equal(
            $"'{SampleArtifact.Key}/draft.json' in memory:, left by another run, has rows of 'test: phi F32 [3, 2]; scale F64 []; q I8 "
                + "[5]'; this run writes 'float32: phi F16 [3]'. Remove the unfinished artifact and run again.",
            exception.Message
        );
    }

    [Fact]
    public void UnfinishedArtifactOfAnotherVersion_IsRefused_WithBothVersionsAndTheRemedy()
    {
        using (Create(8)) { }

        var name = $"{SampleArtifact.Key}/draft.json";
        var text = Encoding.UTF8.GetString(SampleArtifact.Snapshot(_store)[name]);
        Replace(name, Encoding.UTF8.GetBytes(text.Replace("\"version\": 2", "\"version\": 1", StringComparison.Ordinal)));
        var exception = Assert.ThrowsAny<ArtifactException>(() => Create(8));
        Assert.Equal(
            $"'{name}' in memory: has format version 1, this program reads version 2: remove the artifact with "
                + $"'dataworth store rm {SampleArtifact.Key} --store memory:', or name another store with --store.",
            exception.Message
        );
    }

    [Fact]
    public void ShardTargetOfTheFirstProcess_Counts()
    {
        using (Create(8)) { }

        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(8, 2));
        Assert.Equal(4, writer.RowsPerShard);
    }

    [Fact]
    public void FailureInTheBackground_SurfacesAtTheNextCalls_AndNothingIsVisible()
    {
        var failing = new FailingStore(_store, failAfterBytes: 1000);
        using var writer = ArtifactWriter.Create(failing, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(400, 200));
        SampleArtifact.WriteShard(writer, 0);
        Assert.Equal("injected", Try(() => writer.Flush())?.Path);
        Assert.Equal("injected", Try(() => writer.Begin(1))?.Path);
        Assert.Equal("injected", Try(() => writer.Complete())?.Path);
        writer.Dispose();
        Assert.Equal([$"{SampleArtifact.Key}/draft.json"], _store.List("").Select(info => info.Name));
    }

    [Fact]
    public void Cancellation_StopsAShard_WhichCanBeBegunAgainLater()
    {
        using var source = new CancellationTokenSource();
        using (var writer = Create(4))
        {
            var shard = writer.Begin(0);
            shard.Ids = ["a", "b", "c", "d"];
            source.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                writer.Commit(shard, source.Token);
                writer.Flush();
            });
        }

        SampleArtifact.Write(_store, 4, 4);
        RequireSameAsUninterrupted(4);
    }

    [Fact]
    public void TensorsOfTheSameName_InTwoFiles_AreRefused()
    {
        using var writer = ArtifactWriter.Create(_store, SampleArtifact.Key, []);
        using var first = writer.BeginTensors("a", [SafetensorsEntry.Of("mean", SafetensorsDType.U8, 1)]);
        using var second = writer.BeginTensors("b", [SafetensorsEntry.Of("mean", SafetensorsDType.U8, 1)]);
        first.Write("mean", [1]);
        second.Write("mean", [1]);
        first.Commit();
        var exception = Assert.ThrowsAny<ArtifactException>(() => second.Commit());
        Assert.Equal(
            $"Tensor 'mean' is in two files of '{SampleArtifact.Key}', or is both named and a tensor of rows. Give each its own name.",
            exception.Message
        );
        Assert.Throws<ArgumentException>(() => writer.BeginTensors("rows-1", []));
        Assert.Throws<ArgumentException>(() => writer.BeginTensors("../x", []));
    }

    private static ArtifactStorageException? Try(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (ArtifactStorageException exception)
        {
            return exception;
        }
    }

    private ArtifactWriter Create(long rows) =>
        ArtifactWriter.Create(_store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(rows, 4));

    private void Replace(string name, byte[]? bytes)
    {
        _store.Delete(name);
        if (bytes is not null)
        {
            using var writer = _store.Create(name);
            writer.Write(bytes);
            writer.Commit();
        }
    }

    private void RequireSameAsUninterrupted(long rows)
    {
        var other = new MemoryArtifactStore();
        SampleArtifact.Write(other, rows, 4);
        var expected = SampleArtifact.Snapshot(other);
        var found = SampleArtifact.Snapshot(_store);
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, pair => Assert.Equal(Encoding.Latin1.GetString(pair.Value), Encoding.Latin1.GetString(found[pair.Key])));
        SampleArtifact.RequireWhole(_store, rows);
    }
}
