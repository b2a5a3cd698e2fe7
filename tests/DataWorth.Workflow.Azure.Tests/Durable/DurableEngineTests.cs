using System.Globalization;
using DataWorth.Workflow.Azure.Durable;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Tests.Engines;
using DataWorth.Workflow.Tests.Host;

namespace DataWorth.Workflow.Azure.Tests;

/// <summary>The durable engine over Azurite, with three workers in processes of their own.</summary>
public sealed class DurableEngineTests : EngineSuite, IDisposable
{
    private const int Workers = 3;

    private readonly string _hub = "t" + Guid.NewGuid().ToString("n")[..12];
    private readonly List<WorkerProcess> _workers = [];
    private readonly Lock _lock = new();

    public static DurableEngineOptions Options(string hub) =>
        new()
        {
            Hub = hub,
            VisibilitySeconds = 10,
            PollSeconds = 0.5,
        };

    [EngineFact]
    public async Task AllWorkersKilled_AndNewOnes_GoOnWhereItWas()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "2000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Any(line => line.StartsWith("begin second", StringComparison.Ordinal)));
        _workers.ForEach(worker => worker.Signal("-9"));
        rig.Untell("slow");
        await Task.Delay(1000);
        Start(rig);
        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
        Assert.Equal(1, NumberWork.Begun(rig.Trace, rig.Plan.Get("first"), 0));
    }

    [EngineFact]
    public async Task EveryWorkerKilledInTurn_TheOneThatOrchestratesToo_ChangesNothing()
    {
        using EngineRig rig = new(shards: 12);
        rig.Tell("slow", "400");
        var run = Carry(rig);
        for (var i = 0; i < Workers; i++)
        {
            var seen = NumberWork.Lines(rig.Trace).Count;
            await Until(() => NumberWork.Lines(rig.Trace).Count > seen + 2 || run.IsCompleted);
            _workers[i].Signal("-9");
            lock (_lock)
            {
                _workers.Add(new WorkerProcess(_hub, rig.Context().StoreAddress));
            }
        }

        await run;
        Assert.Equal(EngineRig.Expected(12), rig.Results());
    }

    [EngineFact]
    public async Task WorkerFrozenPastItsVisibility_MayEndItsCopyToo_AndNothingChanges()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "1500");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Any(line => line.StartsWith("begin second", StringComparison.Ordinal)));
        var frozen = NumberWork.Lines(rig.Trace).Last(line => line.StartsWith("begin second", StringComparison.Ordinal)).Split(' ');
        var worker = _workers.Single(worker => worker.Id == int.Parse(frozen[3], CultureInfo.InvariantCulture));
        worker.Signal("-STOP");
        rig.Untell("slow");
        await run;
        var results = rig.Results();
        worker.Signal("-CONT");
        await Task.Delay(2000);
        Assert.Equal(EngineRig.Expected(4), results);
        Assert.Equal(results, rig.Results());
        Assert.Equal(2, NumberWork.Begun(rig.Trace, rig.Plan.Get("second"), int.Parse(frozen[2], CultureInfo.InvariantCulture)));
    }

    [EngineFact]
    public async Task StorageThatDoesNotAnswerForAWhile_LosesNothing()
    {
        using EngineRig rig = new(shards: 8);
        rig.Tell("slow", "500");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Count > 2);
        await AzuriteServer.Instance.PauseAsync(TimeSpan.FromSeconds(15));
        await run;
        Assert.Equal(EngineRig.Expected(8), rig.Results());
    }

    [EngineFact]
    public async Task WorkersOfAnotherStore_AreSaid()
    {
        using EngineRig rig = new();
        using EngineRig other = new();
        Start(other);
        var failure = await Assert.ThrowsAsync<PlanFailedException>(() => Carry(rig));
        Assert.Matches(
            "^Run dw-.* ended with 13 of 13 shards missing: Worker .* which is not the store of run dw-.*. Start all workers ",
            failure.Message
        );
    }

    [EngineFact]
    public async Task AThousandShards()
    {
        using EngineRig rig = new(shards: 1, last: 1000);
        await Carry(rig);
        Assert.Equal(EngineRig.Expected(1, 1000), rig.Results());
        Assert.InRange(NumberWork.Lines(rig.Trace).Count(line => line.StartsWith("begin sum", StringComparison.Ordinal)), 1000, 1010);
    }

    [EngineFact]
    public async Task WorkerThatIsAskedToStop_EndsItsShard()
    {
        using EngineRig rig = new();
        rig.Tell("slow", "1000");
        var run = Carry(rig);
        await Until(() => NumberWork.Lines(rig.Trace).Count > 0);
        _workers[0].Signal("-TERM");
        Assert.True(_workers[0].Ends(TimeSpan.FromSeconds(30)));
        await run;
        Assert.Equal(EngineRig.Expected(4), rig.Results());
    }

    [EngineFact]
    public async Task EngineThatHasForgotten_TakesNothingFromTheStatus()
    {
        using EngineRig rig = new();
        await Carry(rig);
        await using var engine = Create(rig);
        Assert.True((await engine.ViewAsync(rig.Run, rig.Plan, default)).IsOver);
        await engine.PurgeAsync(rig.Run, rig.Plan, default);
        Assert.False((await engine.ViewAsync(rig.Run, rig.Plan, default)).Knows);
        Assert.Equal(Runs.RunState.Complete, Runs.RunStatus.Read(rig.Run, rig.Plan).State);
    }

    [Fact]
    public void Hub_ThatCannotBe_IsRefused()
    {
        using EngineRig rig = new();
        Assert.Equal(
            "'hub' is 'a-b', expected 3 to 45 letters and digits, the first a letter.",
            Assert.Throws<PlanFailedException>(() => new DurableEngine(new() { Hub = "a-b" }, rig.Context())).Message
        );
        Assert.StartsWith(
            "Nothing says where the hub 'dataworth' is",
            Assert.Throws<PlanFailedException>(() => new DurableEngine(new(), rig.Context())).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _workers.ForEach(worker => worker.Dispose());

    private protected override IEngine Create(EngineRig rig)
    {
        Start(rig);
        return new DurableEngine(
            Options(_hub),
            rig.Context() with
            {
                Variable = name => name == "AZURE_STORAGE_CONNECTION_STRING" ? AzuriteServer.Instance.ConnectionString() : null,
            }
        );
    }

    // Three workers, in place of those that have ended.
    private void Start(EngineRig rig)
    {
        lock (_lock)
        {
            while (_workers.Count(worker => !worker.Ends(TimeSpan.Zero)) < Workers)
            {
                _workers.Add(new WorkerProcess(_hub, rig.Context().StoreAddress));
            }
        }
    }
}
