namespace DataWorth.Artifacts.Tests;

/// <summary>A store in memory whose shards become visible only when a gate opens.</summary>
internal sealed class GatedStore(ManualResetEventSlim gate) : IArtifactStore
{
    private readonly MemoryArtifactStore _inner = new();

    public string Description => _inner.Description;

    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default)
    {
        var writer = _inner.Create(name, expectedLength, cancellationToken);
        return name.EndsWith(".safetensors", StringComparison.Ordinal) ? new GatedWriter(writer, gate) : writer;
    }

    public IArtifactObject Open(string name, CancellationToken cancellationToken = default) => _inner.Open(name, cancellationToken);

    public bool Exists(string name, CancellationToken cancellationToken = default) => _inner.Exists(name, cancellationToken);

    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default) =>
        _inner.List(prefix, cancellationToken);

    public bool Delete(string name, CancellationToken cancellationToken = default) => _inner.Delete(name, cancellationToken);

    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    ) => [];

    public void Dispose() => _inner.Dispose();

    private sealed class GatedWriter(IArtifactObjectWriter inner, ManualResetEventSlim gate) : IArtifactObjectWriter
    {
        public string Name => inner.Name;

        public long Position => inner.Position;

        public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default) => inner.Write(bytes, cancellationToken);

        public bool Commit(CancellationToken cancellationToken = default)
        {
            gate.Wait(cancellationToken);
            return inner.Commit(cancellationToken);
        }

        public void Dispose() => inner.Dispose();
    }
}
