namespace DataWorth.Workflow.Azure.Durable;

/// <summary>A shard failed for good, or its run was cancelled.</summary>
internal sealed class PermanentShardException(string message) : Exception(message);
