namespace DataWorth.Artifacts.Tests;

/// <summary>The program that tests start, race and kill: writes the sample artifact into a store.</summary>
internal static class Program
{
    /// <summary>Arguments: store address, rows, rows per shard, 'announce' or 'unknown' (number of rows).</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is not [string address, string rowsText, string rowsPerShardText, string mode])
        {
            return 2;
        }

        using IArtifactStore store = ArtifactStores.Open(address);
        ArtifactBuild.Run(store, long.Parse(rowsText), int.Parse(rowsPerShardText), mode == "announce", line =>
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        });
        return 0;
    }
}
