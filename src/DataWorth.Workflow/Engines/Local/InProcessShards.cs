using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>Shards that this process computes, with data and models that stay open from one to the next.</summary>
internal sealed class InProcessShards : IDisposable
{
    private readonly IStageWork _work;
    private readonly ShardRunner _runner;

    public InProcessShards(RunFolder folder, Plan plan, EngineContext context)
    {
        _work = context.CreateWork();
        _runner = new ShardRunner(folder, plan, _work, context.TakeLog);
    }

    public ShardOutcome Run(PlanStage stage, int shard, CancellationToken cancellationToken) =>
        _runner.Run(stage.Name, shard, cancellationToken);

    public void Dispose() => _work.Dispose();
}
