namespace DataWorth.Artifacts;

/// <summary>An artifact, or an object of an artifact store, was refused: corrupt, truncated, foreign, or made with other options.</summary>
/// <remarks>The message names the object, what was found, what was expected and the next action.</remarks>
public class ArtifactException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was found, expected, where, and the next action.</param>
    /// <param name="innerException">The error underneath, or null.</param>
    public ArtifactException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
