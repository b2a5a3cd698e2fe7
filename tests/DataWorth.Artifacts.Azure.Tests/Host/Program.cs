using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>The program that tests start and kill: writes the sample artifact into a blob store.</summary>
internal static class Program
{
    public const string ConnectionVariable = "DATAWORTH_TEST_CONNECTION";

    /// <summary>Arguments: store address, rows, rows per shard. The connection string comes through the environment.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is not [string address, string rows, string rowsPerShard])
        {
            return 2;
        }

        AzureBlobStores.Register(new AzureBlobStoreOptions { ConnectionString = Environment.GetEnvironmentVariable(ConnectionVariable), BlockBytes = 64 << 10 });
        using IArtifactStore store = ArtifactStores.Open(address);
        ArtifactBuild.Run(store, long.Parse(rows), int.Parse(rowsPerShard), announceRows: true, line =>
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        });
        return 0;
    }
}
