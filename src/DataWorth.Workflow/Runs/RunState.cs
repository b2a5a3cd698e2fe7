namespace DataWorth.Workflow.Runs;

/// <summary>What a store says of a run.</summary>
public enum RunState
{
    /// <summary>Shards are missing.</summary>
    Unfinished,

    /// <summary>All shards are there.</summary>
    Complete,

    /// <summary>A shard cannot succeed.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,
}
