namespace DataWorth.Artifacts.Tests;

/// <summary>Builds the sample artifact and tells each step, so that a test can count what a kill cost.</summary>
internal static class ArtifactBuild
{
    public static void Run(IArtifactStore store, long rows, int rowsPerShard, bool announceRows, Action<string> tell)
    {
        tell("ready");
        using ArtifactWriter writer = ArtifactWriter.Create(store, SampleArtifact.Key, SampleArtifact.Layout, SampleArtifact.Options(announceRows ? rows : null, rowsPerShard));
        tell("complete " + string.Join(',', writer.CompletedShards));
        foreach (string discarded in writer.DiscardedShards)
        {
            tell("discarded " + discarded);
        }

        for (int index = 0; (long)index * rowsPerShard < rows; index++)
        {
            if (!writer.IsShardComplete(index))
            {
                SampleArtifact.WriteShard(writer, index, rows, _ => tell($"filled {index}"));
            }
        }

        SampleArtifact.Complete(writer);
        tell("done");
    }
}
