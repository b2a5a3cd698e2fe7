namespace DataWorth.Artifacts;

/// <summary>Keeps blocks of another store's objects in a local folder, for stores that are far away. Shared by processes.</summary>
/// <remarks>An object is cached where its store can tell its <see cref="IArtifactObject.Version"/>, so that an object that was written anew
/// is never served from the old one's bytes; every block is compared with its hash when a process first uses it.</remarks>
public sealed class CachingArtifactStore : IArtifactStore
{
    private readonly IArtifactStore _inner;
    private readonly BlockCache _cache;

    /// <summary>Puts a cache before a store.</summary>
    /// <param name="inner">The store, which is disposed with this one.</param>
    /// <param name="folder">Folder of the cache; what it holds stays for the next process. Where it cannot be used, reads go past
    /// it.</param>
    /// <param name="limit">Bytes that the cache may hold, at least 0; the least recently opened objects go first. Default 20 GiB.</param>
    /// <param name="blockBytes">Bytes of a block, the unit that is fetched, at least 4 KiB. Default 8 MiB.</param>
    /// <param name="time">The clock that says which objects were opened least recently. Default: the system's.</param>
    /// <exception cref="ArgumentException">The folder is empty, or a number is not possible.</exception>
    public CachingArtifactStore(
        IArtifactStore inner,
        string folder,
        long limit = 20L << 30,
        int blockBytes = 8 << 20,
        TimeProvider? time = null
    )
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 4 << 10);
        _inner = inner;
        _cache = new BlockCache(folder, limit, blockBytes, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Description => _inner.Description;

    /// <summary>What the cache did until now.</summary>
    public CacheStatistics Statistics => _cache.Statistics;

    /// <inheritdoc/>
    public IArtifactObject Open(string name, CancellationToken cancellationToken = default)
    {
        var file = _inner.Open(name, cancellationToken);
        var entry = file.Version is { } version ? _cache.TryOpen($"{Description}/{name}", version, file.Length) : null;
        return entry is null ? file : new CachedObject(file, _cache, entry);
    }

    /// <inheritdoc/>
    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default) =>
        _inner.Create(name, expectedLength, cancellationToken);

    /// <inheritdoc/>
    public bool Exists(string name, CancellationToken cancellationToken = default) => _inner.Exists(name, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default) =>
        _inner.List(prefix, cancellationToken);

    /// <inheritdoc/>
    public bool Delete(string name, CancellationToken cancellationToken = default) => _inner.Delete(name, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    ) => _inner.RemoveUncommitted(before, preview, cancellationToken);

    /// <summary>Closes the cache, whose files stay for the next process, and the store.</summary>
    public void Dispose()
    {
        _cache.Dispose();
        _inner.Dispose();
    }
}
