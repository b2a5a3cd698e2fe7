using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>This process: data and models stay open from one shard to the next.</summary>
internal sealed class InProcessShards(RunFolder folder, Plan plan, EngineContext context) : IShardPlace
{
    private readonly IStageWork _work = context.CreateWork();
    private ShardRunner? _runner;

    public Task<ShardOutcome> RunAsync(PlanStage stage, int shard, CancellationToken cancellationToken)
    {
        _runner ??= new ShardRunner(folder, plan, _work, context.TakeLog);
        return Task.Run(() => _runner.Run(stage.Name, shard, cancellationToken), CancellationToken.None);
    }

    public void Dispose() => _work.Dispose();
}
