using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Shards;

/// <summary>Computes shards: what an engine runs, without knowing what it is.</summary>
/// <remarks>A shard is a pure function of its plan and of what the stages before left in the store. It may run twice, at the same time too:
/// both leave the same. One object is used by one thread.</remarks>
public interface IStageWork : IDisposable
{
    /// <summary>Computes a shard; what an earlier run left of it is used.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="shard">Index from 0.</param>
    /// <param name="results">What the stages before left.</param>
    /// <param name="cancellationToken">Stops.</param>
    StageResult Run(Plan plan, PlanStage stage, int shard, ShardRecords results, CancellationToken cancellationToken);

    /// <summary>Whether another try cannot help: wrong input, damaged data.</summary>
    /// <param name="exception">What a shard threw.</param>
    bool IsPermanent(Exception exception);

    /// <summary>The message of an exception, for people.</summary>
    /// <param name="exception">What a shard threw.</param>
    string MessageOf(Exception exception);
}
