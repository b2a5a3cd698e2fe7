namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>Stores for tests on Azurite.</summary>
internal static class AzuriteTest
{
    public static IArtifactStore Open(
        AzureBlobAddress address,
        int? port = null,
        string? cacheFolder = null,
        long cacheBytes = 1L << 30,
        int blockBytes = 256 << 10,
        int retries = 8
    ) =>
        AzureBlobStores.Open(
            address,
            new AzureBlobStoreOptions
            {
                ConnectionString = AzuriteServer.Instance.ConnectionString(port),
                BlockBytes = blockBytes,
                MaxRetries = retries,
                RetryDelay = TimeSpan.FromMilliseconds(10),
                MaxRetryDelay = TimeSpan.FromMilliseconds(100),
                NetworkTimeout = port is null ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(5),
                CacheFolder = cacheFolder,
                CacheBytes = cacheBytes,
            }
        );

    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static void Write(IArtifactStore store, string name, byte[] bytes)
    {
        using var writer = store.Create(name, bytes.Length);
        writer.Write(bytes);
        Assert.True(writer.Commit());
    }

    public static byte[] ReadAll(IArtifactStore store, string name)
    {
        using var file = store.Open(name);
        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        return bytes;
    }
}
