namespace DataWorth.Artifacts.Tests;

/// <summary>Real processes, really killed.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rows = 100;
    private const int RowsPerShard = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void KilledAtRandomMoments_ThenRunAgain_IsByteIdentical_AndLosesAtMostTwoShards()
    {
        const int Kills = 45;
        var expected = Uninterrupted();
        var random = new Random(1);
        var killed = 0;
        var finished = 0;
        double longest = 120;
        IReadOnlyList<string>? previous = null;
        for (var artifact = 0; killed < Kills; )
        {
            var root = _folder[$"store-{artifact}"];
            using var build = new BuildProcess(typeof(KillTests).Assembly.Location, "build", root, $"{Rows}", $"{RowsPerShard}");
            build.WaitUntilReady();
            var ended = build.EndsWithinOrIsKilled(TimeSpan.FromMilliseconds(random.NextDouble() * longest));
            Assert.DoesNotContain(build.Lines, line => line.StartsWith("discarded", StringComparison.Ordinal));
            RequireFewLost(previous, build.Lines);
            previous = build.Lines;
            using var store = new FileArtifactStore(root);
            if (ended)
            {
                Assert.Equal(expected, SampleArtifact.Snapshot(store));
                SampleArtifact.RequireWhole(store, Rows, VerificationLevel.Full);
                Assert.Empty(ArtifactVerifier.Verify(store, SampleArtifact.Key));
                finished++;
                artifact++;
                previous = null;
            }
            else
            {
                killed++;
                RequireWholeOrInvisible(store, expected);
            }

            // Most runs should be killed, but some must reach the last steps too.
            longest = Math.Clamp(longest * (ended ? 0.9 : 1.02), 20, 2_000);
        }

        // Whatever state the last kill left is finished by one more run, and collection leaves only the artifact.
        using var last = new BuildProcess(
            typeof(KillTests).Assembly.Location,
            "build",
            _folder["store-last"],
            $"{Rows}",
            $"{RowsPerShard}"
        );
        last.WaitUntilReady();
        last.EndsWithinOrIsKilled(TimeSpan.FromMilliseconds(15));
        using var again = new BuildProcess(
            typeof(KillTests).Assembly.Location,
            "build",
            _folder["store-last"],
            $"{Rows}",
            $"{RowsPerShard}"
        );
        again.RequireSuccess();
        using var lastStore = new FileArtifactStore(_folder["store-last"]);
        ArtifactCollector.Collect(lastStore, DateTimeOffset.UtcNow.AddHours(1), preview: false);
        Assert.Equal(expected, SampleArtifact.Snapshot(lastStore));
        Assert.Equal(expected.Count, Directory.EnumerateFiles(_folder["store-last"], "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void TwoProcesses_ThatBuildTheSameArtifact_BothSucceed_AndOneCopyResults()
    {
        var expected = Uninterrupted();
        for (var round = 0; round < 4; round++)
        {
            var root = _folder[$"race-{round}"];
            BuildProcess[] builds =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => new BuildProcess(typeof(KillTests).Assembly.Location, "build", root, $"{Rows}", $"{RowsPerShard}")),
            ];
            foreach (var build in builds)
            {
                build.RequireSuccess();
                build.Dispose();
            }

            using var store = new FileArtifactStore(root);
            SampleArtifact.RequireWhole(store, Rows, VerificationLevel.Full);
            ArtifactCollector.Collect(store, DateTimeOffset.UtcNow.AddHours(1), preview: false);
            Assert.Equal(expected, SampleArtifact.Snapshot(store));
        }
    }

    private static Dictionary<string, byte[]> Uninterrupted()
    {
        var store = new MemoryArtifactStore();
        SampleArtifact.Write(store, Rows, RowsPerShard);
        return SampleArtifact.Snapshot(store);
    }

    private static void RequireWholeOrInvisible(FileArtifactStore store, Dictionary<string, byte[]> expected)
    {
        using var reader = ArtifactReader.TryOpen(store, SampleArtifact.Key, VerificationLevel.Full);
        foreach ((var name, var bytes) in SampleArtifact.Snapshot(store))
        {
            // Whatever is visible is final; only the draft and the records are not part of the artifact.
            if (!name.EndsWith("draft.json", StringComparison.Ordinal) && !name.EndsWith(".commit.json", StringComparison.Ordinal))
            {
                Assert.Equal(expected[name], bytes);
            }
        }
    }

    private static void RequireFewLost(IReadOnlyList<string>? previous, IReadOnlyList<string> next)
    {
        var complete = next.FirstOrDefault(line => line.StartsWith("complete ", StringComparison.Ordinal));
        if (previous is null || complete is null)
        {
            return;
        }

        HashSet<string> kept = [.. complete["complete ".Length..].Split(',')];
        string[] lost =
        [
            .. previous
                .Where(line => line.StartsWith("filled ", StringComparison.Ordinal))
                .Select(line => line["filled ".Length..])
                .Where(index => !kept.Contains(index)),
        ];
        // The one that was being written and the one that was just filled.
        Assert.True(lost.Length <= 2, $"shards {string.Join(", ", lost)} were filled by the killed run and are computed again");
    }
}
