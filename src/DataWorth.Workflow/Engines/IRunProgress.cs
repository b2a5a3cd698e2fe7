using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Engines;

/// <summary>Is told how far a run is.</summary>
public interface IRunProgress
{
    /// <summary>A shard has begun.</summary>
    /// <param name="stage">Its stage.</param>
    /// <param name="shard">Index from 0.</param>
    void Begin(PlanStage stage, int shard);

    /// <summary>So many shards are in the store.</summary>
    /// <param name="present">How many.</param>
    /// <param name="shards">Of how many.</param>
    void Report(long present, long shards);

    /// <summary>Something happened that is as it should be, such as a shard that a worker has finished.</summary>
    /// <param name="message">What.</param>
    void Tell(string message);

    /// <summary>Something worth saying happened, such as a shard that is tried again.</summary>
    /// <param name="message">What.</param>
    void Say(string message);
}
