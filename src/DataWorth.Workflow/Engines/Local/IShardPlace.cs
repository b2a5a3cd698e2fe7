using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>Where the local engine computes shards.</summary>
internal interface IShardPlace : IDisposable
{
    /// <summary>Computes a shard.</summary>
    Task<ShardOutcome> RunAsync(PlanStage stage, int shard, CancellationToken cancellationToken);
}
