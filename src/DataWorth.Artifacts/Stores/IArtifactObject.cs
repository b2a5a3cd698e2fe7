namespace DataWorth.Artifacts;

/// <summary>A committed object, open for reading. Safe for several threads.</summary>
public interface IArtifactObject : IDisposable
{
    /// <summary>The object's name in its store.</summary>
    string Name { get; }

    /// <summary>Bytes of the object.</summary>
    long Length { get; }

    /// <summary>Tells the object from another that had or will have its name and length; null where the backend cannot tell.</summary>
    string? Version => null;

    /// <summary>Reads exactly <c>destination.Length</c> bytes from an offset.</summary>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="destination">Receives the bytes; filled wholly.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the object.</exception>
    /// <exception cref="ArtifactException">The object ended early: it was truncated.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default);
}
