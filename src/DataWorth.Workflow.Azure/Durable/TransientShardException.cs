namespace DataWorth.Workflow.Azure.Durable;

/// <summary>A shard failed, and may succeed the next time.</summary>
internal sealed class TransientShardException(string message) : Exception(message);
