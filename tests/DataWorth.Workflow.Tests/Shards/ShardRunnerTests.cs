using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using DataWorth.Workflow.Tests.Engines;
using DataWorth.Workflow.Tests.Host;

namespace DataWorth.Workflow.Tests.Shards;

public sealed class ShardRunnerTests
{
    [Fact]
    public void ShardThatIsThere_IsNotComputed()
    {
        using EngineRig rig = new();
        Assert.Equal(new ShardOutcome(ShardExit.Done), Runner(rig).Run("first", 2));
        Assert.Equal(new ShardOutcome(ShardExit.Done, WasThere: true), Runner(rig).Run("first", 2));
        Assert.Equal(1, NumberWork.Begun(rig.Trace, rig.Plan.Get("first"), 2));
    }

    [Fact]
    public void ShardOfACancelledRun_IsNotBegun()
    {
        using EngineRig rig = new();
        rig.Run.MarkCancelled("a test");
        Assert.Equal(ShardExit.Cancelled, Runner(rig).Run("first", 0).Exit);
        Assert.Empty(NumberWork.Lines(rig.Trace));
    }

    [Fact]
    public void ShardBeforeItsTime_MayBeTriedAgain()
    {
        using EngineRig rig = new();
        Runner(rig).Run("first", 0);
        var outcome = Runner(rig).Run("second", 0);
        Assert.Equal(ShardExit.Transient, outcome.Exit);
        Assert.Equal("second 0/4 needs stage 'first', of which 1 of 4 shards are there.", outcome.Message);
    }

    [Theory]
    [InlineData("first", -1, "Stage 'first' has no shard -1: it has 4, from 0.")]
    [InlineData("first", 4, "Stage 'first' has no shard 4: it has 4, from 0.")]
    [InlineData("last", 0, "The plan has no stage 'last'. Its stages: first, second, third, sum.")]
    public void ShardThatThePlanHasNot_IsRefused(string stage, int shard, string message)
    {
        using EngineRig rig = new();
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Runner(rig).Run(stage, shard)).Message);
    }

    [Fact]
    public void EveryTry_IsKept()
    {
        using EngineRig rig = new();
        rig.Tell("poison");
        All(rig, "first");
        Runner(rig).Run("second", 1);
        var attempt = rig.Run.Attempts("second", shard => shard == 1).Single();
        Assert.Equal((ShardExit.Permanent, "poison was eaten"), (attempt.Exit, attempt.Message));
        Assert.True(attempt is { PeakMemoryBytes: > 0, Seconds: >= 0 });
        Assert.Equal(ShardRunner.Worker, attempt.Worker);
        Assert.Equal(5, rig.Run.Attempts().Count());
        var status = RunStatus.Read(rig.Run, rig.Plan);
        Assert.Equal((RunState.Failed, 4L), (status.State, status.Present));
        Assert.Equal(1, status.Stages[1].Failures.Single().Shard);
    }

    [Fact]
    public void DamagedRecord_IsRefused()
    {
        using EngineRig rig = new();
        All(rig, "first");
        var name = rig.Store.List("work/").First().Name;
        using (var file = rig.Store.Open(name))
        {
            var bytes = new byte[file.Length];
            file.Read(0, bytes);
            rig.Store.Delete(name);
            bytes[Array.IndexOf(bytes, (byte)':', 40) + 2] ^= 1;
            using var writer = rig.Store.Create(name);
            writer.Write(bytes);
            writer.Commit();
        }

        Assert.Throws<ArtifactDamagedException>(() => rig.Records.ReadAll(rig.Plan.Get("first")));
    }

    [Theory]
    [InlineData("5", 1)]
    [InlineData("0-3,7", 5)]
    [InlineData("0-2147483647", 1L << 31)]
    public void ListOfShards_HasPlaces(string list, long places)
    {
        Assert.Equal(places, ShardList.Count(list));
        Assert.Equal(list[^1], $"{ShardList.At(list, (int)Math.Min(places - 1, int.MaxValue))}"[^1]);
    }

    [Fact]
    public void DamagedTriesAndEngines_AreLeftOut_WithOneWarning_AndADamagedPlanIsWrittenAnew()
    {
        using EngineRig rig = new();
        All(rig, "first");
        rig.Run.KeepEngine(new JsonObject { ["kind"] = "local" });
        List<string> warnings = [];
        var names = rig.Store.List("runs/").Select(info => info.Name).ToList();
        var damaged = names
            .Where(name => name.Contains("/attempts/", StringComparison.Ordinal))
            .Take(2)
            .Concat(names.Where(name => !name.Contains("/attempts/", StringComparison.Ordinal)));
        foreach (var name in damaged.ToList())
        {
            rig.Store.Delete(name);
            using var writer = rig.Store.Create(name);
            writer.Write("{"u8);
            writer.Commit();
        }

        Assert.Throws<ArtifactDamagedException>(() => rig.Run.ReadPlan());
        var folder = RunFolder.Create(rig.Store, rig.Plan);
        folder.Warn = warnings.Add;
        Assert.Equal(rig.Plan.Digest, folder.ReadPlan().Digest);
        Assert.Equal(2, folder.Attempts().Count());
        Assert.Null(folder.ReadEngine());
        Assert.Contains("dataworth store repair --store", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("rows-000000.safetensors")]
    public void StageWhoseArtifactsAreGone_IsForgotten_WithWhatLeftNothingBeforeIt(string file)
    {
        using EngineRig rig = new();
        Plan plan = new([], [Of(rig, "a", []), Of(rig, "b", ["a"]), Of(rig, "c", ["b"])]);
        var folder = RunFolder.Create(rig.Store, plan);
        using ArtifactWork work = new(rig.Store);
        ShardRunner runner = new(folder, plan, work);
        foreach (var stage in plan.Stages)
        {
            Assert.Equal(ShardExit.Done, runner.Run(stage.Name, 0).Exit);
        }

        Assert.Empty(rig.Records.Heal(plan));
        rig.Store.Delete($"made/c/{file}");
        Assert.Equal(["b", "c"], rig.Records.Heal(plan).Select(stage => stage.Name)); // b leaves nothing, a does
        Assert.True(rig.Records.IsComplete(plan.Get("a")));
        Assert.False(rig.Records.IsComplete(plan.Get("b")));
    }

    private static PlanStage Of(EngineRig rig, string name, string[] after) =>
        rig.Plan.Stages[0] with
        {
            Name = name,
            Shards = 1,
            After = after,
            Key = new FingerprintBuilder().Add("only", name).ToFingerprint(),
        };

    private static ShardRunner Runner(EngineRig rig) => new(rig.Run, rig.Plan, new NumberWork());

    private static void All(EngineRig rig, string stage)
    {
        for (var shard = 0; shard < rig.Plan.Get(stage).Shards; shard++)
        {
            Runner(rig).Run(stage, shard);
        }
    }

    // Stages a and c leave an artifact, b none.
    private sealed class ArtifactWork(IArtifactStore store) : IStageWork
    {
        public StageResult Run(Plan plan, PlanStage stage, int shard, ShardRecords results, CancellationToken cancellationToken)
        {
            if (stage.Name == "b")
            {
                return StageResult.Done;
            }

            using var writer = ArtifactWriter.Create(
                store,
                new ArtifactKey("made", stage.Name),
                [ArtifactTensorLayout.Of("x", SafetensorsDType.F32, 1)],
                new ArtifactWriterOptions { RowCount = 1, RowsPerShard = 1 },
                cancellationToken
            );
            using (var rows = writer.Begin(0, cancellationToken))
            {
                rows.Ids = ["one"];
                writer.Commit(rows, cancellationToken);
            }

            writer.Complete(cancellationToken);
            return new([$"made/{stage.Name}"]);
        }

        public bool IsPermanent(Exception exception) => true;

        public string MessageOf(Exception exception) => exception.Message;

        public void Dispose() { }
    }
}
