namespace DataWorth.Workflow.Shards;

/// <summary>A shard misses what a stage before it has left: it was removed from the store since.</summary>
public sealed class StageIncompleteException : Exception
{
    /// <summary>Makes the exception.</summary>
    public StageIncompleteException()
        : this("Something that an earlier stage left is not in the store.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing.</param>
    public StageIncompleteException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">Why.</param>
    public StageIncompleteException(string message, Exception innerException)
        : base(message, innerException) { }
}
