namespace DataWorth.Artifacts;

/// <summary>An artifact or an object is not in the store (or not committed yet, which is the same to a reader).</summary>
public sealed class ArtifactNotFoundException : ArtifactException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was looked for, where, and the next action.</param>
    /// <param name="innerException">The error underneath, or null.</param>
    public ArtifactNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
