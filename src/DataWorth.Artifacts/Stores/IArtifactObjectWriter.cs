namespace DataWorth.Artifacts;

/// <summary>Writes one object from its first byte to its last; invisible until committed. For one thread at a time.</summary>
/// <remarks>Disposing without <see cref="Commit"/> leaves nothing visible and removes what was written.</remarks>
public interface IArtifactObjectWriter : IDisposable
{
    /// <summary>The object's name in its store.</summary>
    string Name { get; }

    /// <summary>Bytes written until now.</summary>
    long Position { get; }

    /// <summary>Appends bytes; they may be reused as soon as the call returns.</summary>
    /// <param name="bytes">The next bytes of the object.</param>
    /// <param name="cancellationToken">Cancels the write; the object can only be disposed afterwards.</param>
    /// <exception cref="InvalidOperationException">The object was committed already.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed (a full disk, a refused upload).</exception>
    void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Flushes to stable storage and makes the object visible at once, unless one of that name is there already.</summary>
    /// <param name="cancellationToken">Cancels the commit; whether the object became visible is then unknown.</param>
    /// <returns>True when this writer's bytes are now the object; false when another writer was first (its object stays
    /// untouched).</returns>
    /// <exception cref="InvalidOperationException">The object was committed already.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed; nothing is visible.</exception>
    bool Commit(CancellationToken cancellationToken = default);
}
