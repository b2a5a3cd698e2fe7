namespace DataWorth.Artifacts.Tests;

/// <summary>A store whose shards fail after some bytes, as a device does that breaks.</summary>
internal sealed class FailingStore(IArtifactStore inner, long failAfterBytes) : IArtifactStore
{
    public string Description => inner.Description;

    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default)
    {
        var writer = inner.Create(name, expectedLength, cancellationToken);
        return name.Contains("rows-", StringComparison.Ordinal) ? new FailingWriter(writer, failAfterBytes) : writer;
    }

    public IArtifactObject Open(string name, CancellationToken cancellationToken = default) => inner.Open(name, cancellationToken);

    public bool Exists(string name, CancellationToken cancellationToken = default) => inner.Exists(name, cancellationToken);

    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default) =>
        inner.List(prefix, cancellationToken);

    public bool Delete(string name, CancellationToken cancellationToken = default) => inner.Delete(name, cancellationToken);

    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    ) => inner.RemoveUncommitted(before, preview, cancellationToken);

    public void Dispose() => inner.Dispose();

    private sealed class FailingWriter(IArtifactObjectWriter inner, long failAfterBytes) : IArtifactObjectWriter
    {
        public string Name => inner.Name;

        public long Position => inner.Position;

        public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
        {
            if (inner.Position + bytes.Length > failAfterBytes)
            {
                throw new ArtifactStorageException("The device broke.", "injected");
            }

            inner.Write(bytes, cancellationToken);
        }

        public bool Commit(CancellationToken cancellationToken = default) => inner.Commit(cancellationToken);

        public void Dispose() => inner.Dispose();
    }
}
