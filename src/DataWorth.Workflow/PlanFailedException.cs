namespace DataWorth.Workflow;

/// <summary>A shard of a run cannot be computed. The message names it, says why, and how to see its log and try it alone.</summary>
public sealed class PlanFailedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public PlanFailedException()
        : this("A shard of the run failed.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    public PlanFailedException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public PlanFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
