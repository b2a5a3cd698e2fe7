namespace DataWorth.Artifacts.Tests;

public sealed class CachingArtifactStoreTests : IDisposable
{
    private const int Block = 256 << 10;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SecondRead_ComesFromTheCache_AlsoInAnotherProcessesStore()
    {
        var bytes = Bytes((5 * Block) + 17, seed: 1);
        using (var store = Open())
        {
            Write(store, "object", bytes);
            Assert.Equal(bytes, ReadAll(store, "object"));
            Assert.Equal(new CacheStatistics(0, bytes.Length, 0, 0), store.Statistics);
            Assert.Equal(bytes, ReadAll(store, "object"));
            Assert.Equal(bytes.Length, store.Statistics.BytesFetched);
        }

        using var later = Open();
        Assert.Equal(bytes, ReadAll(later, "object"));
        Assert.Equal(new CacheStatistics(bytes.Length, 0, 0, 0), later.Statistics);
    }

    [Fact]
    public void SmallReads_FetchOnlyTheirBlocks()
    {
        var bytes = Bytes(10 * Block, seed: 2);
        using var store = Open();
        Write(store, "object", bytes);
        using var file = store.Open("object");
        var part = new byte[100];
        file.Read((3 * Block) - 50, part);
        Assert.Equal(bytes.AsSpan((3 * Block) - 50, 100).ToArray(), part);
        Assert.Equal(2 * Block, store.Statistics.BytesFetched);
    }

    [Fact]
    public void DamagedBlock_IsFetchedAgain()
    {
        var bytes = Bytes(4 * Block, seed: 3);
        using (var store = Open())
        {
            Write(store, "object", bytes);
            ReadAll(store, "object");
        }

        var data = Assert.Single(Directory.GetFiles(_folder["cache"], "*.data"));
        var kept = File.ReadAllBytes(data);
        kept[(2 * Block) + 5] ^= 1;
        File.WriteAllBytes(data, kept);
        using var later = Open();
        Assert.Equal(bytes, ReadAll(later, "object"));
        Assert.Equal(new CacheStatistics(3 * Block, Block, 0, 1), later.Statistics);
        Assert.Equal(bytes, File.ReadAllBytes(data));
    }

    [Fact]
    public void LeastRecentlyOpened_IsEvicted_WithinTheLimit()
    {
        using var store = Open(limit: 10 * Block);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            Write(store, name, Bytes(3 * Block, seed: name[0]));
        }

        foreach (var name in new[] { "a", "b", "a", "c", "d" })
        {
            Assert.Equal(Bytes(3 * Block, seed: name[0]), ReadAll(store, name));
        }

        Assert.Equal(12 * Block, store.Statistics.BytesFetched);
        Assert.True(store.Statistics.BytesEvicted >= 3 * Block);
        Assert.True(Directory.GetFiles(_folder["cache"], "*.data").Length <= 3);
        var before = store.Statistics.BytesFetched;
        ReadAll(store, "d");
        Assert.Equal(before, store.Statistics.BytesFetched);
        ReadAll(store, "b");
        Assert.Equal(before + (3 * Block), store.Statistics.BytesFetched);
    }

    [Fact]
    public void ObjectLargerThanTheLimit_GoesPastTheCache()
    {
        var bytes = Bytes(5 * Block, seed: 4);
        using var store = Open(limit: 4 * Block);
        Write(store, "object", bytes);
        Assert.Equal(bytes, ReadAll(store, "object"));
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void ObjectWrittenAnew_IsNotServedFromTheOldOnesBytes()
    {
        using var store = Open();
        Write(store, "object", Bytes(Block, seed: 5));
        ReadAll(store, "object");
        store.Delete("object");
        Write(store, "object", Bytes(Block, seed: 6));
        // Another time than before, although the clock of the files is coarse.
        File.SetLastWriteTimeUtc(_folder["store/object"], DateTime.UnixEpoch);
        Assert.Equal(Bytes(Block, seed: 6), ReadAll(store, "object"));
    }

    [Fact]
    public void UnusableFolder_DoesNotStopReading()
    {
        File.WriteAllText(_folder["file"], "x");
        using var store = new CachingArtifactStore(new FileArtifactStore(_folder["store"]), _folder["file"]);
        Write(store, "object", [1, 2, 3]);
        Assert.Equal([1, 2, 3], ReadAll(store, "object"));
    }

    [Fact]
    public void AnArtifact_ThroughTheCache_IsWhole_AndFetchedOnce()
    {
        using var store = Open();
        SampleArtifact.Write(store, 23, 5);
        SampleArtifact.RequireWhole(store, 23, VerificationLevel.Full);
        var fetched = store.Statistics.BytesFetched;
        SampleArtifact.RequireWhole(store, 23, VerificationLevel.Full);
        Assert.Equal(fetched, store.Statistics.BytesFetched);
    }

    [Fact]
    public void StoreThatTellsNoVersions_IsReadPastTheCache()
    {
        using var store = new CachingArtifactStore(new MemoryArtifactStore(), _folder["cache"]);
        Write(store, "object", [1, 2, 3]);
        Assert.Equal([1, 2, 3], ReadAll(store, "object"));
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void ManyThreads_ReadTheSameObject()
    {
        var bytes = Bytes(8 * Block, seed: 7);
        using var store = Open();
        Write(store, "object", bytes);
        Parallel.For(
            0,
            32,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            index =>
            {
                var random = new Random(index);
                var offset = random.Next(bytes.Length);
                var part = new byte[random.Next(1, bytes.Length - offset + 1)];
                using var file = store.Open("object");
                file.Read(offset, part);
                Assert.Equal(bytes.AsSpan(offset, part.Length).ToArray(), part);
            }
        );
        Assert.Equal(bytes.Length, store.Statistics.BytesFetched);
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static void Write(IArtifactStore store, string name, byte[] bytes) =>
        Assert.True(ArtifactFiles.WriteAll(store, name, bytes, CancellationToken.None));

    private static byte[] ReadAll(IArtifactStore store, string name) => ArtifactFiles.ReadAll(store, name, CancellationToken.None);

    private CachingArtifactStore Open(long limit = 1L << 30) =>
        new(new FileArtifactStore(_folder["store"]), _folder["cache"], limit, Block, new SecondsClock());

    /// <summary>A clock that goes on by a second whenever it is read: the clock of the files is coarse.</summary>
    private sealed class SecondsClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromSeconds(1);
    }
}
