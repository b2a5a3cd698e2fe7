using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>The program that tests start, race and kill, on blob stores too. The connection string comes through the environment.</summary>
internal static class Program
{
    public const string ConnectionVariable = "DATAWORTH_TEST_CONNECTION";

    public static int Main(string[] arguments)
    {
        AzureBlobStores.Register(
            new AzureBlobStoreOptions { ConnectionString = Environment.GetEnvironmentVariable(ConnectionVariable), BlockBytes = 64 << 10 }
        );
        return HostStages.Run(arguments);
    }
}
