using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Simulation;

namespace DataWorth.Workflow.Tests.Plans;

public sealed class PlanSimulationTests
{
    private static readonly Plan s_plan = new([], [Stage("a", 8), Stage("b", 4, "a"), Stage("c", 1, "b"), Stage("d", 3)]);

    [Fact]
    public void OneWorker_TakesTheSum()
    {
        var run = Simulate(1);
        Assert.Equal(8 + 8 + 8 + 8 + (16 * 0.5), run.Seconds, 9);
        Assert.Equal(run.Seconds, run.BusySeconds, 9);
    }

    // Four workers: a in two waves of 1.5 s, b in one of 2.5 s, then c of 8.5 s alone; d fills what is free.
    [Fact]
    public void FourWorkers_TakeTheLongestPath()
    {
        var run = Simulate(4);
        Assert.Equal(3 + 2.5 + 8.5, run.Seconds, 9);
        Assert.Equal((0.0, 3.0), Times(run, "a"));
        Assert.Equal((3.0, 5.5), Times(run, "b"));
        Assert.Equal((5.5, 14.0), Times(run, "c"));
        Assert.Equal(40.0 / (4 * 14), run.Utilization(4), 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void NoNumberOfWorkers_BeatsItsBounds(int workers)
    {
        var run = Simulate(workers);
        Assert.InRange(run.Seconds, Math.Max(1.5 + 2.5 + 8.5, run.BusySeconds / workers), Simulate(1).Seconds);
    }

    [Fact]
    public void ShardWithoutAnEnd_HasNone() =>
        Assert.Equal(
            double.PositiveInfinity,
            PlanSimulation.Run(s_plan, _ => new StagePace(double.PositiveInfinity), null, new() { Workers = 4 }).Seconds
        );

    [Fact]
    public void WhatIsThere_TakesNoTime_AndPausesLieBetweenStages()
    {
        var run = PlanSimulation.Run(
            s_plan,
            _ => new StagePace(8),
            stage => stage.Name is "a" or "d" ? 0 : stage.Shards,
            new()
            {
                Workers = 4,
                ShardSeconds = 0,
                StageSeconds = 10,
                Price = 3600,
            }
        );
        Assert.Equal(2 + 10 + 8, run.Seconds, 9);
        Assert.Equal(20 * 4, run.Cost, 9);
    }

    // Every worker opens a stage once: four workers a of 8 shards in two waves, of which the first is longer.
    [Theory]
    [InlineData(1, 8 + 2)]
    [InlineData(4, 2 + 2)]
    [InlineData(8, 1 + 2)]
    public void Opening_IsPaidByEachWorkerOnce(int workers, double seconds)
    {
        var run = PlanSimulation.Run(
            new Plan([], [Stage("a", 8)]),
            _ => new StagePace(8, OpeningSeconds: 2),
            null,
            new() { Workers = workers, ShardSeconds = 0 }
        );
        Assert.Equal(seconds, run.Seconds, 9);
    }

    // Three seconds once for each worker that gets a shard, whatever its stage.
    [Theory]
    [InlineData(1, 8 + 4 + 3)]
    [InlineData(4, 2 + 1 + 3)]
    [InlineData(8, 1 + 1 + 3)]
    public void WhatAWorkerReadsFirst_IsPaidOnceForAllStages(int workers, double seconds)
    {
        var run = PlanSimulation.Run(
            new Plan([], [Stage("a", 8), Stage("b", 4, "a")]),
            stage => new StagePace(stage.Shards),
            null,
            new()
            {
                Workers = workers,
                ShardSeconds = 0,
                StageSeconds = 0,
            },
            opening: 3
        );
        Assert.Equal(seconds, run.Seconds, 9);
    }

    // A worker keeps one core and a half busy: two of them on two cores are each a third slower, and none alone is.
    [Theory]
    [InlineData(1, 2, 8)]
    [InlineData(2, 2, 6)]
    [InlineData(2, 3, 4)]
    [InlineData(2, 0, 4)]
    [InlineData(8, 3, 4)]
    public void SharedCores_SlowDownWhatRuns(int workers, int cores, double seconds)
    {
        var run = PlanSimulation.Run(
            new Plan([], [Stage("a", 8)]),
            _ => new StagePace(8, Cores: 1.5),
            null,
            new()
            {
                Workers = workers,
                ShardSeconds = 0,
                Cores = cores,
            }
        );
        Assert.Equal(seconds, run.Seconds, 9);
    }

    // Two of four cores: a third of the way to all of them, at which half the speed is left.
    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(2, 4, 4 / (1 - (0.5 / 3)))]
    [InlineData(4, 4, 2 / 0.5)]
    [InlineData(8, 4, 1 / 0.25)]
    [InlineData(2, 1, 8)]
    public void BusyCores_SlowEachOtherDown(int workers, int cores, double seconds)
    {
        var run = PlanSimulation.Run(
            new Plan([], [Stage("a", 8)]),
            _ => new StagePace(8),
            null,
            new()
            {
                Workers = workers,
                ShardSeconds = 0,
                Cores = cores,
                SharedSpeed = 0.5,
            }
        );
        Assert.Equal(seconds, run.Seconds, 9);
    }

    private static SimulatedRun Simulate(int workers) =>
        PlanSimulation.Run(
            s_plan,
            _ => new StagePace(8),
            null,
            new()
            {
                Workers = workers,
                ShardSeconds = 0.5,
                StageSeconds = 0,
            }
        );

    private static (double, double) Times(SimulatedRun run, string stage)
    {
        var (_, begin, end) = run.Stages.Single(row => row.Stage == stage);
        return (begin, end);
    }

    private static PlanStage Stage(string name, int shards, params string[] after) =>
        new()
        {
            Name = name,
            Kind = "kind",
            Shards = shards,
            After = after,
            Key = new FingerprintBuilder().Add("name", name).ToFingerprint(),
        };
}
