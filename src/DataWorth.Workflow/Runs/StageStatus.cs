using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Runs;

/// <summary>How far a stage is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Present">Number of its shards in the store.</param>
/// <param name="Failures">The last try of each shard that is missing and whose last try did not succeed.</param>
public sealed record StageStatus(PlanStage Stage, int Present, IReadOnlyList<ShardAttempt> Failures)
{
    /// <summary>Whether all shards are there.</summary>
    public bool IsComplete => Present == Stage.Shards;
}
