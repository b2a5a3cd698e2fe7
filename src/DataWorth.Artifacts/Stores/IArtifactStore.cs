namespace DataWorth.Artifacts;

/// <summary>A flat set of immutable objects under one prefix: files of a folder, blobs of a container, or memory.</summary>
/// <remarks>
/// Names are '/'-separated (see <see cref="ArtifactName"/>). An object appears whole and at once when its writer commits, and never changes
/// afterwards; the first writer of a name wins. All members may be called from several threads and processes.
/// Every backend passes the same conformance suite.
/// </remarks>
public interface IArtifactStore : IDisposable
{
    /// <summary>Where the objects are, as a person would name it: <c>file:/data/store</c>. Never holds a credential.</summary>
    string Description { get; }

    /// <summary>Starts an object that stays invisible until <see cref="IArtifactObjectWriter.Commit"/>.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="expectedLength">Bytes that will be written, or null when unknown. A file store refuses at once what cannot fit.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    /// <exception cref="ArgumentException">The name is not allowed or would leave the store.</exception>
    /// <exception cref="ArtifactStorageException">The storage cannot take the object.</exception>
    IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default);

    /// <summary>Opens a committed object for reading.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The name is not allowed or would leave the store.</exception>
    /// <exception cref="ArtifactNotFoundException">There is no committed object of that name.</exception>
    IArtifactObject Open(string name, CancellationToken cancellationToken = default);

    /// <summary>True when a committed object of that name is there.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The name is not allowed or would leave the store.</exception>
    bool Exists(string name, CancellationToken cancellationToken = default);

    /// <summary>Committed objects whose names begin with a prefix, in ordinal order of their names.</summary>
    /// <param name="prefix">The beginning of the names; empty for all. A whole folder ends in '/'.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <exception cref="ArgumentException">The prefix is not allowed or would leave the store.</exception>
    IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Removes a committed object.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when it was not there.</returns>
    /// <exception cref="ArgumentException">The name is not allowed or would leave the store.</exception>
    bool Delete(string name, CancellationToken cancellationToken = default);

    /// <summary>Removes what writers that were killed left behind in the storage; what a living writer still holds stays where the backend
    /// can tell.</summary>
    /// <param name="before">Only leftovers last written before this moment.</param>
    /// <param name="preview">True to report without removing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The leftovers that were (or would be) removed.</returns>
    IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(DateTimeOffset before, bool preview, CancellationToken cancellationToken = default);
}
