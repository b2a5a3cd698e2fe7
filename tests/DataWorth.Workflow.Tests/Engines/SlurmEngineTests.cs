using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Slurm;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Tests.Host;

namespace DataWorth.Workflow.Tests.Engines;

public sealed class SlurmEngineTests(SlurmCluster cluster) : EngineSuite, IClassFixture<SlurmCluster>
{
    // Process ids are those of a node.
    protected override bool HasProcesses => false;

    private protected override IEngine Create(EngineRig rig) =>
        new SlurmEngine(
            new()
            {
                Logs = Path.Combine(rig.Path_, "logs"),
                PollSeconds = 0.5,
                ArraySize = 3,
            },
            rig.Context(new Operator(cluster))
        );

    private protected override string Situation(EngineRig rig) =>
        cluster.Run("squeue", "--states=all", "--array", $"--name={rig.Plan.RunId}", "--format=%i|%T|%r|%N|%k|%S")
        + cluster.Run("sinfo", "--Node", "--long");

    [EngineFact]
    public async Task NodeThatDies_LosesItsShardsOnly()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "3000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Any(line => line.StartsWith("begin second", StringComparison.Ordinal)));
        var node = Running(rig);
        cluster.Kill(node);
        try
        {
            rig.Untell("slow");
            await run;
            Assert.Equal(EngineRig.Expected(4), rig.Results());
            Assert.Equal(1, NumberWork.Begun(rig.Trace, rig.Plan.Get("first"), 0));
        }
        finally
        {
            cluster.Start(node);
        }
    }

    [EngineFact]
    public async Task NodeThatIsCutOff_MayEndItsCopyToo_AndNothingChanges()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "12000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Any(line => line.StartsWith("begin first", StringComparison.Ordinal)));
        var node = Running(rig);
        cluster.Cut(node);
        try
        {
            rig.Untell("slow");
            await run;
            Assert.Equal(EngineRig.Expected(4), rig.Results());
        }
        finally
        {
            cluster.Heal(node);
        }
    }

    [EngineFact]
    public async Task ControllerThatIsLost_IsReconciledWithWhatTheStoreHas()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "1000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Count > 0);
        cluster.Kill("ctl");
        await Task.Delay(2000);
        cluster.Start("ctl");
        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
    }

    [EngineFact]
    public async Task NodesOutOfService_AreNamed()
    {
        using EngineRig rig = new();
        cluster.Drain("maintenance");
        var run = Carry(rig);
        await Until(() => cluster.Run("squeue", "-h", $"--name={rig.Plan.RunId}").Length > 0);
        await using var engine = Create(rig);
        var view = await engine.ViewAsync(rig.Run, rig.Plan, default);
        Assert.Contains(view.Lines, line => line.Contains("n[1-3] drained (maintenance)", StringComparison.Ordinal));
        // The operator hears it, too.
        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
    }

    private string Running(EngineRig rig) =>
        cluster.Run("squeue", "-h", "-r", "--states=RUNNING", $"--name={rig.Plan.RunId}", "--format=%N").Split('\n')[0];

    /// <summary>Puts nodes back when the engine says that they take no tasks.</summary>
    private sealed class Operator(SlurmCluster cluster) : IRunProgress
    {
        public void Begin(PlanStage stage, int shard) { }

        public void Report(long present, long shards) { }

        public void Tell(string message) { }

        public void Say(string message)
        {
            if (message.Contains("State=RESUME", StringComparison.Ordinal))
            {
                cluster.Resume();
            }
        }
    }
}
