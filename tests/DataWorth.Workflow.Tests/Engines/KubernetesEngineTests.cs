using System.Net;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Kubernetes;
using DataWorth.Workflow.Shards;
using DataWorth.Workflow.Tests.Host;
using k8s.Models;

namespace DataWorth.Workflow.Tests.Engines;

/// <summary>The engine against a stub of the API: no cluster was there.</summary>
public sealed class KubernetesEngineTests(KubernetesStub cluster) : EngineSuite, IClassFixture<KubernetesStub>
{
    private protected override IEngine Create(EngineRig rig) => new KubernetesEngine(Options, rig.Context());

    private KubernetesEngineOptions Options =>
        new()
        {
            KubeConfig = cluster.KubeConfig,
            VolumeClaim = "this-machine",
            Parallelism = 2,
            PollSeconds = 0.1,
        };

    [EngineFact]
    public async Task ShardsThatAreThere_HaveNoIndex()
    {
        using EngineRig rig = new();
        ShardRunner runner = new(rig.Run, rig.Plan, new NumberWork());
        Assert.Equal(ShardExit.Done, runner.Run("first", 0).Exit);
        Assert.Equal(ShardExit.Done, runner.Run("first", 2).Exit);
        await Carry(rig);
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        var job = cluster.Made.First(job => job.Name() == $"{rig.Plan.RunId}-0");
        Assert.Equal(2, job.Spec.Completions);
        Assert.Equal("1,3", job.Spec.Template.Spec.Containers.Single().Args[^1]);
    }

    [EngineFact]
    public async Task StageWithMoreShardsThanAJobTakes_HasSeveral()
    {
        using EngineRig rig = new();
        await using KubernetesEngine engine = new(Options with { JobSize = 3 }, rig.Context());
        await engine.SubmitAsync(rig.Run, rig.Plan, default);
        await engine.WaitAsync(rig.Run, rig.Plan, default);
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal([3, 1], cluster.Made.Where(job => job.Name() == $"{rig.Plan.RunId}-0").Select(job => job.Spec.Completions!.Value));
    }

    [EngineFact]
    public async Task ClusterThatIsAwayForAWhile_IsWaitedFor()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "300");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Count > 0);
        cluster.Answers = HttpStatusCode.ServiceUnavailable;
        try
        {
            await Task.Delay(1500);
            Assert.False(run.IsCompleted);
        }
        finally
        {
            cluster.Answers = null;
        }

        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
    }

    [EngineFact]
    public async Task JobThatTheClusterForgot_IsMadeAgain()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "60000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Count > 0);
        rig.Untell("slow");
        cluster.Forget($"{rig.Plan.RunId}-0");
        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal(2, cluster.Made.Count(job => job.Name() == $"{rig.Plan.RunId}-0"));
    }

    [EngineFact]
    public async Task ClusterThatRefuses_IsNotAskedAgain()
    {
        using EngineRig rig = new();
        cluster.Answers = HttpStatusCode.Forbidden;
        try
        {
            var failure = await Assert.ThrowsAsync<PlanFailedException>(() => Carry(rig));
            Assert.Matches("^The cluster at http://127.0.0.1:[0-9]+/? answered 403 \\(Forbidden\\): the test said so$", failure.Message);
            await using var engine = Create(rig);
            Assert.Contains("403", Assert.Single((await engine.ViewAsync(rig.Run, rig.Plan, default)).Lines), StringComparison.Ordinal);
        }
        finally
        {
            cluster.Answers = null;
        }
    }

    [EngineFact]
    public async Task PodsThatCannotSayWhyTheyFail_AreSpokenForByTheCluster()
    {
        using EngineRig rig = new();
        await using KubernetesEngine engine = new(Options with { Command = ["sh", "-c", "exit 137"] }, rig.Context());
        await engine.SubmitAsync(rig.Run, rig.Plan, default);
        var failure = await Assert.ThrowsAsync<PlanFailedException>(() => engine.WaitAsync(rig.Run, rig.Plan, default));
        Assert.Equal(
            $"Job '{rig.Plan.RunId}-0' of stage 'first' of run {rig.Plan.RunId} failed (FailedIndexes: Job has failed indexes), and the store "
                + "does not say why. first: 12 pods failed (OOMKilled). What the pods printed: "
                + $"'kubectl logs -n lab job/{rig.Plan.RunId}-0'. The same command goes on where it was.",
            failure.Message
        );
        var view = await engine.ViewAsync(rig.Run, rig.Plan, default);
        Assert.Equal((true, true), (view.Knows, view.IsOver));
        Assert.Equal($"first: Job '{rig.Plan.RunId}-0' failed, 0 of 4 shards, failed indexes 0-3", view.Lines[0]);
        await engine.PurgeAsync(rig.Run, rig.Plan, default);
        Assert.False((await engine.ViewAsync(rig.Run, rig.Plan, default)).Knows);
    }

    [EngineFact]
    public async Task FolderThatPodsDoNotSee_IsRefused()
    {
        using EngineRig rig = new();
        await using KubernetesEngine engine = new(Options with { VolumeClaim = null }, rig.Context());
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => engine.SubmitAsync(rig.Run, rig.Plan, default));
        Assert.Equal(
            $"The store '{rig.Context().StoreAddress}' is a folder of this machine, which pods do not see. Give a store in the cloud, or "
                + "'engine.volume-claim' with the volume that it is on.",
            exception.Message
        );
    }

    [EngineFact]
    public async Task ClusterThatIsNotKnown_IsSaid()
    {
        using EngineRig rig = new();
        await using KubernetesEngine engine = new(Options with { KubeConfig = "/nowhere/config" }, rig.Context());
        var failure = await Assert.ThrowsAsync<PlanFailedException>(() => engine.SubmitAsync(rig.Run, rig.Plan, default));
        Assert.StartsWith("The cluster is not known: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Give 'kube-config' the file that 'kubectl' uses.", failure.Message, StringComparison.Ordinal);
    }
}
