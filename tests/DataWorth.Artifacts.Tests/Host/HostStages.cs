namespace DataWorth.Artifacts.Tests;

/// <summary>What the programs do that tests start, race and kill; each step is told, so that a test can hit a stage and count what a kill
/// cost.</summary>
internal static class HostStages
{
    /// <summary>Runs 'build ADDRESS ROWS ROWS_PER_SHARD', 'copy FROM TO' or 'collect ADDRESS' (leftovers of any
    /// age).</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["build", string address, string rows, string rowsPerShard]:
                using (var store = ArtifactStores.Open(address))
                {
                    Build(store, long.Parse(rows), int.Parse(rowsPerShard));
                }

                return 0;
            case ["copy", string from, string to]:
                using (var source = ArtifactStores.Open(from))
                using (var destination = ArtifactStores.Open(to))
                {
                    Tell("ready");
                    var result = ArtifactCopier.Copy(source, destination, SampleArtifact.Key, new Teller());
                    Tell($"kept {result.FilesKept}");
                }

                return 0;
            case ["collect", string address]:
                using (var store = ArtifactStores.Open(address))
                {
                    Tell("ready");
                    Tell($"removed {ArtifactCollector.Collect(store, DateTimeOffset.UtcNow.AddHours(1), preview: false).Count}");
                }

                return 0;
            default:
                return 2;
        }
    }

    private static void Build(IArtifactStore store, long rows, int rowsPerShard)
    {
        Tell("ready");
        using var writer = ArtifactWriter.Create(
            store,
            SampleArtifact.Key,
            SampleArtifact.Layout,
            SampleArtifact.Options(rows, rowsPerShard)
        );
        Tell("complete " + string.Join(',', writer.CompletedShards));
        foreach (var discarded in writer.DiscardedShards)
        {
            Tell("discarded " + discarded);
        }

        for (var index = 0; (long)index * rowsPerShard < rows; index++)
        {
            if (!writer.IsShardComplete(index))
            {
                SampleArtifact.WriteShard(writer, index, _ => Tell($"filled {index}"));
            }
        }

        SampleArtifact.Complete(writer, Tell);
        Tell("done");
    }

    private static void Tell(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private sealed class Teller : IProgress<long>
    {
        public void Report(long value) => Tell($"copied {value}");
    }
}
