using System.Diagnostics;
using System.Globalization;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using DataWorth.Workflow.Tests.Host;

namespace DataWorth.Workflow.Tests.Engines;

/// <summary>What every engine keeps.</summary>
public abstract class EngineSuite
{
    // Slurm lets what a lost node ran wait for two minutes where it is not told to hurry.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>Whether the engine keeps what it saw of a try whose process was killed.</summary>
    private protected virtual bool KeepsTriesOfTheKilled => false;

    /// <summary>Whether shards run in processes of their own, which can be killed.</summary>
    protected virtual bool HasProcesses => true;

    private protected abstract IEngine Create(EngineRig rig);

    /// <summary>What the engine says of a run that does not end.</summary>
    private protected virtual string Situation(EngineRig rig) => "";

    [EngineFact]
    public async Task Results_AreThoseOfOneThread()
    {
        using EngineRig rig = new();
        await Carry(rig);
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal(RunState.Complete, RunStatus.Read(rig.Run, rig.Plan).State);
    }

    [EngineFact]
    public async Task SecondRun_ComputesNothing()
    {
        using EngineRig rig = new();
        await Carry(rig);
        var lines = NumberWork.Lines(rig.Trace).Count;
        await Carry(rig);
        Assert.Equal(lines, NumberWork.Lines(rig.Trace).Count);
    }

    [EngineFact]
    public async Task RunBegunTwice_HasOneResult()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "200");
        await Task.WhenAll(Carry(rig), Carry(rig));
        Assert.Equal(EngineRig.Expected(4), rig.Results());
    }

    [EngineFact]
    public async Task PoisonedShard_IsNamed_AndTheRunGoesOnWhenItIsMended()
    {
        using EngineRig rig = new();
        rig.Tell("poison");
        var failure = await Assert.ThrowsAsync<PlanFailedException>(() => Carry(rig));
        Assert.Contains(
            $"Shard 'second 1/4' of run {rig.Plan.RunId} failed: poison was eaten. Its log: 'dataworth logs ",
            failure.Message,
            StringComparison.Ordinal
        );
        var status = RunStatus.Read(rig.Run, rig.Plan);
        Assert.Equal(RunState.Failed, status.State);
        Assert.Equal(4, status.Stages[0].Present);
        Assert.Equal(0, status.Stages[2].Present);
        rig.Untell("poison");
        await Carry(rig);
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal(1, NumberWork.Begun(rig.Trace, rig.Plan.Get("first"), 0));
    }

    [EngineFact]
    public async Task ShardThatFailsTwice_SucceedsTheThirdTime()
    {
        using EngineRig rig = new();
        rig.Tell("flaky");
        await Carry(rig);
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal(3, NumberWork.Begun(rig.Trace, rig.Plan.Get("second"), 1));
        Assert.Equal(2, rig.Run.Attempts("second", shard => shard == 1).Count(attempt => attempt.Exit == ShardExit.Transient));
    }

    [EngineFact]
    public async Task CancelledRun_StopsSoon_AndGoesOnWhereItWas()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "60000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Count > 0);
        rig.Run.MarkCancelled("a test");
        await using (var engine = Create(rig))
        {
            await engine.CancelAsync(rig.Run, rig.Plan, default);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(RunState.Cancelled, RunStatus.Read(rig.Run, rig.Plan).State);
        rig.Untell("slow");
        Assert.True(rig.Run.ClearCancelled());
        await Carry(rig);
        Assert.Equal(EngineRig.Expected(4), rig.Results());
    }

    [EngineFact]
    public async Task KilledWorker_LosesItsShardOnly()
    {
        if (!HasProcesses)
        {
            return;
        }

        using EngineRig rig = new();
        rig.Tell("slow", "1500");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Any(line => line.StartsWith("begin second", StringComparison.Ordinal)));
        var killed = NumberWork.Lines(rig.Trace).Last(line => line.StartsWith("begin second", StringComparison.Ordinal)).Split(' ');
        Kill(int.Parse(killed[3], CultureInfo.InvariantCulture));
        rig.Untell("slow");
        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal(1, NumberWork.Begun(rig.Trace, rig.Plan.Get("first"), 0));
        if (KeepsTriesOfTheKilled)
        {
            // Who was killed says nothing: the engine keeps what it saw.
            var tried = Assert.Single(rig.Run.Attempts("second"), attempt => attempt.Exit == ShardExit.Transient);
            Assert.StartsWith("its process ended with code 137.", tried.Message, StringComparison.Ordinal);
            Assert.EndsWith(killed[3], tried.Worker, StringComparison.Ordinal);
        }
    }

    private protected async Task Carry(EngineRig rig)
    {
        using CancellationTokenSource stop = new(s_longest);
        await using var engine = Create(rig);
        try
        {
            await engine.SubmitAsync(rig.Run, rig.Plan, stop.Token);
            await engine.WaitAsync(rig.Run, rig.Plan, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Assert.Fail($"It did not end:\n{string.Join('\n', NumberWork.Lines(rig.Trace))}\n{Situation(rig)}");
        }
    }

    private protected static async Task Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < s_longest, "It did not come to that.");
            await Task.Delay(20);
        }
    }

    private static void Kill(int process)
    {
        using var kill = Process.Start("kill", ["-9", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
