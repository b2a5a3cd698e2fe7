using DataWorth.Artifacts;

namespace DataWorth.TestKit;

/// <summary>A store that lets so many objects become visible and then breaks, as a device does.</summary>
/// <param name="inner">Where the objects go; not disposed.</param>
/// <param name="commits">How many.</param>
public sealed class BreakingStore(IArtifactStore inner, int commits) : IArtifactStore
{
    private int _commits;

    /// <summary>Whether a write was refused.</summary>
    public bool HasBroken => Volatile.Read(ref _commits) > commits;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default) =>
        new Writer(this, inner.Create(name, expectedLength, cancellationToken));

    /// <inheritdoc/>
    public IArtifactObject Open(string name, CancellationToken cancellationToken = default) => inner.Open(name, cancellationToken);

    /// <inheritdoc/>
    public bool Exists(string name, CancellationToken cancellationToken = default) => inner.Exists(name, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default) =>
        inner.List(prefix, cancellationToken);

    /// <inheritdoc/>
    public bool Delete(string name, CancellationToken cancellationToken = default) => inner.Delete(name, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    ) => inner.RemoveUncommitted(before, preview, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() { }

    private bool MayCommit() => Interlocked.Increment(ref _commits) <= commits;

    private sealed class Writer(BreakingStore store, IArtifactObjectWriter writer) : IArtifactObjectWriter
    {
        public string Name => writer.Name;

        public long Position => writer.Position;

        public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default) =>
            writer.Write(bytes, cancellationToken);

        public bool Commit(CancellationToken cancellationToken = default) =>
            store.MayCommit()
                ? writer.Commit(cancellationToken)
                : throw new ArtifactStorageException("The device broke.", "injected");

        public void Dispose() => writer.Dispose();
    }
}
