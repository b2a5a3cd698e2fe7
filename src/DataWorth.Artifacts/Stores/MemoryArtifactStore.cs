using System.Collections.Concurrent;

namespace DataWorth.Artifacts;

/// <summary>Objects in this process's memory: for tests and for work that needs no persistence. An object holds at most 2 GiB.</summary>
/// <param name="timeProvider">The clock of <see cref="ArtifactObjectInfo.LastModified"/>; the system's when null.</param>
public sealed class MemoryArtifactStore(TimeProvider? timeProvider = null) : IArtifactStore
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, DateTimeOffset LastModified)> _objects = new(StringComparer.Ordinal);
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Description => "memory:";

    /// <inheritdoc/>
    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactName.Validate(name);
        if (expectedLength > Array.MaxLength)
        {
            Throw.DiskFull(Description + name, expectedLength.Value, Array.MaxLength, null);
        }

        return new Writer(this, name, (int)(expectedLength ?? 0));
    }

    /// <inheritdoc/>
    public IArtifactObject Open(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactName.Validate(name);
        if (!_objects.TryGetValue(name, out var found))
        {
            Throw.ObjectNotFound(name, Description, null);
        }

        return new MemoryObject(name, found.Bytes);
    }

    /// <inheritdoc/>
    public bool Exists(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactName.Validate(name);
        return _objects.ContainsKey(name);
    }

    /// <inheritdoc/>
    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactName.ValidatePrefix(prefix);
        return
        [
            .. _objects
                .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new ArtifactObjectInfo(pair.Key, pair.Value.Bytes.Length, pair.Value.LastModified)),
        ];
    }

    /// <inheritdoc/>
    public bool Delete(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactName.Validate(name);
        return _objects.TryRemove(name, out _);
    }

    /// <summary>Reports nothing: an uncommitted object vanishes with its writer.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    ) => [];

    /// <summary>Does nothing: the objects live as long as the store is referenced.</summary>
    public void Dispose() { }

    private sealed class MemoryObject(string name, byte[] bytes) : IArtifactObject
    {
        public string Name => name;

        public long Length => bytes.Length;

        public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Throw.IfOutside(name, Length, offset, destination.Length);
            bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
        }

        public void Dispose() { }
    }

    private sealed class Writer(MemoryArtifactStore store, string name, int capacity) : IArtifactObjectWriter
    {
        private MemoryStream? _stream = new(capacity);
        private bool _committed;

        public string Name => name;

        public long Position { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stream = Stream();
            if (Position + bytes.Length > Array.MaxLength)
            {
                Throw.DiskFull(store.Description + name, Position + bytes.Length, Array.MaxLength, null);
            }

            stream.Write(bytes);
            Position += bytes.Length;
        }

        public bool Commit(CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = Stream().ToArray();
            _committed = true;
            _stream = null;
            return store._objects.TryAdd(name, (bytes, store._timeProvider.GetUtcNow()));
        }

        public void Dispose() => _stream = null;

        private MemoryStream Stream()
        {
            if (_committed)
            {
                Throw.CommittedTwice(store.Description + name);
            }

            ObjectDisposedException.ThrowIf(_stream is null, this);
            return _stream;
        }
    }
}
