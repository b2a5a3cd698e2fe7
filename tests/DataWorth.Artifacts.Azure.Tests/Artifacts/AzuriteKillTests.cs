using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>Real processes that write to Azurite, really killed.</summary>
public sealed class AzuriteKillTests
{
    private const int Rows = 60;
    private const int RowsPerShard = 4;

    [StoreFact]
    public void KilledAtRandomMoments_ThenRunAgain_IsByteIdentical()
    {
        var whole = new MemoryArtifactStore();
        SampleArtifact.Write(whole, Rows, RowsPerShard);
        var expected = SampleArtifact.Snapshot(whole);
        var random = new Random(1);
        double longest = 1_000;
        var killed = 0;
        var finished = 0;
        var address = AzuriteServer.NewAddress();
        IReadOnlyList<string>? previous = null;
        while (killed < 12 || finished == 0)
        {
            using var build = Start(address);
            build.WaitUntilReady();
            var ended = build.EndsWithinOrIsKilled(TimeSpan.FromMilliseconds(killed >= 12 ? 60_000 : random.NextDouble() * longest));
            Assert.DoesNotContain(build.Lines, line => line.StartsWith("discarded", StringComparison.Ordinal));
            RequireFewLost(previous, build.Lines);
            previous = build.Lines;
            using var store = AzuriteTest.Open(address);
            if (ended)
            {
                Assert.Equal(expected, SampleArtifact.Snapshot(store));
                SampleArtifact.RequireWhole(store, Rows, VerificationLevel.Full);
                finished++;
                address = AzuriteServer.NewAddress();
                previous = null;
            }
            else
            {
                killed++;
                using var reader = ArtifactReader.TryOpen(store, SampleArtifact.Key, VerificationLevel.Full);
            }

            longest = Math.Clamp(longest * (ended ? 0.8 : 1.1), 100, 5_000);
        }
    }

    [StoreFact]
    public void TwoProcesses_ThatBuildTheSameArtifact_BothSucceed_AndOneCopyResults()
    {
        var address = AzuriteServer.NewAddress();
        BuildProcess[] builds = [Start(address), Start(address)];
        foreach (var build in builds)
        {
            build.RequireSuccess();
            build.Dispose();
        }

        using var store = AzuriteTest.Open(address);
        SampleArtifact.RequireWhole(store, Rows, VerificationLevel.Full);
        ArtifactCollector.Collect(store, DateTimeOffset.UtcNow.AddHours(1), preview: false);
        var whole = new MemoryArtifactStore();
        SampleArtifact.Write(whole, Rows, RowsPerShard);
        Assert.Equal(SampleArtifact.Snapshot(whole), SampleArtifact.Snapshot(store));
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

    private static BuildProcess Start(AzureBlobAddress address) =>
        new(
            new Dictionary<string, string> { [Program.ConnectionVariable] = AzuriteServer.Instance.ConnectionString() },
            typeof(AzuriteKillTests).Assembly.Location,
            "build",
            address.ToString(),
            $"{Rows}",
            $"{RowsPerShard}"
        );
}
