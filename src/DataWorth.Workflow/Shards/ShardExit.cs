namespace DataWorth.Workflow.Shards;

/// <summary>How a shard ended; the numbers are the exit codes of its process.</summary>
public enum ShardExit
{
    /// <summary>It is in the store: computed now, or there already.</summary>
    Done = 0,

    /// <summary>It cannot succeed: wrong input, damaged data. Not tried again.</summary>
    Permanent = 65,

    /// <summary>It may succeed the next time: the store was unreachable, a stage before is not complete.</summary>
    Transient = 75,

    /// <summary>It was stopped, or its run was cancelled.</summary>
    Cancelled = 130,
}
