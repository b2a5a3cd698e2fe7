namespace DataWorth.Artifacts;

/// <summary>The storage under a store failed: the disk is full, a file cannot be written or read, an upload or a download did not
/// succeed.</summary>
/// <remarks>Nothing of the object that was being written is visible.</remarks>
public sealed class ArtifactStorageException : ArtifactException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">The path, the need and the free space where they are known, and the next action.</param>
    /// <param name="path">The file or object.</param>
    /// <param name="bytesNeeded">Bytes that the object needs, or null when unknown.</param>
    /// <param name="freeBytes">Free bytes on the device, or null when unknown.</param>
    /// <param name="innerException">The error of the operating system or of the service.</param>
    public ArtifactStorageException(
        string message,
        string path,
        long? bytesNeeded = null,
        long? freeBytes = null,
        Exception? innerException = null
    )
        : base(message, innerException)
    {
        Path = path;
        BytesNeeded = bytesNeeded;
        FreeBytes = freeBytes;
    }

    /// <summary>The file or object.</summary>
    public string Path { get; }

    /// <summary>Bytes that the object needs, or null when unknown.</summary>
    public long? BytesNeeded { get; }

    /// <summary>Free bytes on the device, or null when unknown.</summary>
    public long? FreeBytes { get; }
}
