using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

public sealed class CacheTests : IDisposable
{
    private const int Block = 256 << 10;
    private readonly AzureBlobAddress _address = AzuriteServer.NewAddress();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [StoreFact]
    public void SecondRead_ComesFromTheCache_AlsoInAnotherProcessesStore()
    {
        var bytes = AzuriteTest.Bytes((5 * Block) + 17, seed: 1);
        using (var store = Open())
        {
            AzuriteTest.Write(store, "object", bytes);
            Assert.Equal(bytes, AzuriteTest.ReadAll(store, "object"));
            Assert.Equal(new BlobCacheStatistics(0, bytes.Length, 0, 0), store.CacheStatistics);
            Assert.Equal(bytes, AzuriteTest.ReadAll(store, "object"));
            Assert.Equal(bytes.Length, store.CacheStatistics!.BytesDownloaded);
        }

        using var later = Open();
        Assert.Equal(bytes, AzuriteTest.ReadAll(later, "object"));
        Assert.Equal(new BlobCacheStatistics(bytes.Length, 0, 0, 0), later.CacheStatistics);
    }

    [StoreFact]
    public void SmallReads_FetchOnlyTheirBlocks()
    {
        var bytes = AzuriteTest.Bytes(10 * Block, seed: 2);
        using var store = Open();
        AzuriteTest.Write(store, "object", bytes);
        using var file = store.Open("object");
        var part = new byte[100];
        file.Read((3 * Block) - 50, part);
        Assert.Equal(bytes.AsSpan((3 * Block) - 50, 100).ToArray(), part);
        Assert.Equal(2 * Block, store.CacheStatistics!.BytesDownloaded);
    }

    [StoreFact]
    public void DamagedBlock_IsFetchedAgain()
    {
        var bytes = AzuriteTest.Bytes(4 * Block, seed: 3);
        using (var store = Open())
        {
            AzuriteTest.Write(store, "object", bytes);
            AzuriteTest.ReadAll(store, "object");
        }

        var data = Assert.Single(Directory.GetFiles(_folder.Path, "*.data"));
        var kept = File.ReadAllBytes(data);
        kept[(2 * Block) + 5] ^= 1;
        File.WriteAllBytes(data, kept);
        using var later = Open();
        Assert.Equal(bytes, AzuriteTest.ReadAll(later, "object"));
        Assert.Equal(new BlobCacheStatistics(3 * Block, Block, 0, 1), later.CacheStatistics);
        Assert.Equal(bytes, File.ReadAllBytes(data));
    }

    [StoreFact]
    public void LeastRecentlyOpened_IsEvicted_WithinTheLimit()
    {
        using var store = Open(limit: 10 * Block);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            AzuriteTest.Write(store, name, AzuriteTest.Bytes(3 * Block, seed: name[0]));
        }

        foreach (var name in new[] { "a", "b", "a", "c", "d" })
        {
            Assert.Equal(AzuriteTest.Bytes(3 * Block, seed: name[0]), AzuriteTest.ReadAll(store, name));
            Thread.Sleep(20); // The clock of the files is coarse.
        }

        Assert.Equal(12 * Block, store.CacheStatistics!.BytesDownloaded);
        Assert.True(store.CacheStatistics.BytesEvicted >= 3 * Block);
        Assert.True(Directory.GetFiles(_folder.Path, "*.data").Length <= 3);
        var before = store.CacheStatistics.BytesDownloaded;
        AzuriteTest.ReadAll(store, "d");
        Assert.Equal(before, store.CacheStatistics.BytesDownloaded);
        AzuriteTest.ReadAll(store, "b");
        Assert.Equal(before + (3 * Block), store.CacheStatistics.BytesDownloaded);
    }

    [StoreFact]
    public void ObjectLargerThanTheLimit_GoesPastTheCache()
    {
        var bytes = AzuriteTest.Bytes(5 * Block, seed: 4);
        using var store = Open(limit: 4 * Block);
        AzuriteTest.Write(store, "object", bytes);
        Assert.Equal(bytes, AzuriteTest.ReadAll(store, "object"));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.data"));
    }

    [StoreFact]
    public void BlobWrittenAnew_IsNotServedFromTheOldOnesBytes()
    {
        using var store = Open();
        AzuriteTest.Write(store, "object", AzuriteTest.Bytes(Block, seed: 5));
        AzuriteTest.ReadAll(store, "object");
        store.Delete("object");
        AzuriteTest.Write(store, "object", AzuriteTest.Bytes(Block, seed: 6));
        Assert.Equal(AzuriteTest.Bytes(Block, seed: 6), AzuriteTest.ReadAll(store, "object"));
    }

    [StoreFact]
    public void UnusableFolder_DoesNotStopReading()
    {
        File.WriteAllText(_folder["file"], "x");
        using var store = AzuriteTest.Open(_address, cacheFolder: _folder["file"]);
        AzuriteTest.Write(store, "object", [1, 2, 3]);
        Assert.Equal([1, 2, 3], AzuriteTest.ReadAll(store, "object"));
    }

    [StoreFact]
    public void Scan_ThroughTheCache_MapsWholeShards()
    {
        using var store = Open();
        SampleArtifact.Write(store, 23, 5);
        for (var pass = 0; pass < 2; pass++)
        {
            using var reader = ArtifactReader.Open(store, SampleArtifact.Key);
            foreach (var block in reader.Scan())
            {
                Assert.Equal(SampleArtifact.Rows(SampleArtifact.Layout[0], block.FirstRow, block.RowCount), block.Rows("phi").ToArray());
            }
        }

        using (var shard = store.Open($"{SampleArtifact.Key}/rows-000000.safetensors"))
        {
            Assert.True(shard.TryMap(out var mapping));
            mapping.Dispose();
        }

        using var uncached = AzuriteTest.Open(_address);
        using var same = uncached.Open($"{SampleArtifact.Key}/rows-000000.safetensors");
        Assert.False(same.TryMap(out _));
    }

    [StoreFact]
    public void ManyThreads_ReadTheSameObject()
    {
        var bytes = AzuriteTest.Bytes(8 * Block, seed: 7);
        using var store = Open();
        AzuriteTest.Write(store, "object", bytes);
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
        Assert.Equal(bytes.Length, store.CacheStatistics!.BytesDownloaded);
    }

    private AzureBlobArtifactStore Open(long limit = 1L << 30) =>
        AzuriteTest.Open(_address, cacheFolder: _folder.Path, cacheBytes: limit, blockBytes: Block);
}
