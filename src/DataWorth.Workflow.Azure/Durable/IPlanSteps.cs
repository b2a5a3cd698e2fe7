namespace DataWorth.Workflow.Azure.Durable;

/// <summary>All that the walk through a plan asks of the framework that hosts it, so that another one can host it.</summary>
internal interface IPlanSteps
{
    /// <summary>Has a shard computed by some worker, as often as it may be tried.</summary>
    Task ShardAsync(string stage, int shard);

    /// <summary>Says how far the walk is.</summary>
    void Say(string status);
}
