namespace DataWorth.Artifacts.Tests;

/// <summary>Processes that are really killed in a chosen stage: statistics, manifest, copy and collection; derived for each kind of
/// store.</summary>
public abstract class StageKillSuite : IDisposable
{
    private const int Rows = 30;
    private const int RowsPerShard = 4;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _expected;

    protected StageKillSuite()
    {
        var store = new MemoryArtifactStore();
        SampleArtifact.Write(store, Rows, RowsPerShard);
        _expected = SampleArtifact.Snapshot(store);
    }

    public virtual void Dispose() => _folder.Dispose();

    [StoreTheory]
    [InlineData("statistics", 6)]
    [InlineData("completing", 6)]
    public void KilledWhileTheLastFilesAreWritten_ThenRunAgain_IsByteIdentical(string stage, int kills)
    {
        var address = NewAddress();
        var loop = new KillLoop(() => Start(["build", address, $"{Rows}", $"{RowsPerShard}"]));
        loop.Run(kills, stage, Longest, () => address = NewAddress(), _ => RequireWholeOrInvisible(address));
        RequireFinishes("build", address, $"{Rows}", $"{RowsPerShard}");
        RequireOnlyTheArtifact(address);
    }

    [StoreTheory]
    [InlineData("ready", 6)]
    [InlineData("copied", 6)]
    public void KilledCopy_ThenRunAgain_IsByteIdentical_AndCopiesOnlyWhatIsMissing(string stage, int kills)
    {
        var source = "file:" + _folder["source"];
        using (var store = new FileArtifactStore(_folder["source"]))
        {
            SampleArtifact.Write(store, Rows, RowsPerShard);
        }

        var destination = NewAddress();
        var loop = new KillLoop(() => Start(["copy", source, destination]));
        loop.Run(kills, stage, Longest, () => destination = NewAddress(), _ => RequireWholeOrInvisible(destination));
        int there;
        using (var store = Open(destination))
        {
            there = store.List("").Count(info => !info.Name.EndsWith("manifest.json", StringComparison.Ordinal));
        }

        Assert.Contains($"kept {there}", RequireFinishes("copy", source, destination));
        RequireOnlyTheArtifact(destination);
    }

    [StoreFact]
    public void KilledCollection_NeverTouchesWhatIsReferenced_AndIsFinishedByTheNext()
    {
        var address = NewAddress();
        using var store = Open(address);
        SampleArtifact.Write(store, Rows, RowsPerShard);
        WriteLeftovers(store);
        var loop = new KillLoop(() => Start(["collect", address]));
        loop.Run(8, "ready", Longest, () => WriteLeftovers(store), _ => SampleArtifact.RequireWhole(store, Rows, VerificationLevel.Full));
        WriteLeftovers(store);
        RequireFinishes("collect", address);
        RequireOnlyTheArtifact(address);
    }

    [StoreFact]
    public void TwoCopiesAtOnce_BothSucceed_AndOneResults()
    {
        using (var store = new FileArtifactStore(_folder["source"]))
        {
            SampleArtifact.Write(store, Rows, RowsPerShard);
        }

        var destination = NewAddress();
        using var first = Start(["copy", "file:" + _folder["source"], destination]);
        using var second = Start(["copy", "file:" + _folder["source"], destination]);
        first.RequireSuccess();
        second.RequireSuccess();
        RequireOnlyTheArtifact(destination);
    }

    /// <summary>Longest time until a kill, in which a stage should as a rule end.</summary>
    protected abstract TimeSpan Longest { get; }

    /// <summary>A store of its own.</summary>
    protected abstract string NewAddress();

    /// <summary>Opens a store in this process.</summary>
    protected abstract IArtifactStore Open(string address);

    /// <summary>Starts the program.</summary>
    private protected abstract BuildProcess Start(string[] arguments);

    /// <summary>Several unfinished artifacts, each with shards, records and a draft.</summary>
    private static void WriteLeftovers(IArtifactStore store)
    {
        for (var artifact = 0; artifact < 3; artifact++)
        {
            using var writer = ArtifactWriter.Create(
                store,
                new ArtifactKey("gradients", $"f{artifact}"),
                SampleArtifact.Layout,
                SampleArtifact.Options(8, 4)
            );
            for (var index = 0; index < 2; index++)
            {
                if (!writer.IsShardComplete(index))
                {
                    SampleArtifact.WriteShard(writer, index);
                }
            }
        }
    }

    private IReadOnlyList<string> RequireFinishes(params string[] arguments)
    {
        using var process = Start(arguments);
        process.RequireSuccess();
        return process.Lines;
    }

    private void RequireWholeOrInvisible(string address)
    {
        using var store = Open(address);
        using var reader = ArtifactReader.TryOpen(store, SampleArtifact.Key, VerificationLevel.Full);
        foreach ((var name, var bytes) in SampleArtifact.Snapshot(store))
        {
            // Whatever is visible is final; only the draft and the records are not part of the artifact.
            if (!name.EndsWith("draft.json", StringComparison.Ordinal) && !name.EndsWith(".commit.json", StringComparison.Ordinal))
            {
                Assert.Equal(_expected[name], bytes);
            }
        }
    }

    private void RequireOnlyTheArtifact(string address)
    {
        using var store = Open(address);
        Assert.Equal(_expected, SampleArtifact.Snapshot(store));
        Assert.Empty(ArtifactVerifier.Verify(store, SampleArtifact.Key));
    }
}
