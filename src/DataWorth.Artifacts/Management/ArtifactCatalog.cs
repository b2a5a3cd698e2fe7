namespace DataWorth.Artifacts;

/// <summary>What is in a store: lists, shows and removes artifacts.</summary>
public static class ArtifactCatalog
{
    /// <summary>The artifacts of a store, in ordinal order of their keys, unfinished ones too. Reads no file.</summary>
    /// <param name="store">The store.</param>
    /// <param name="kind">Only artifacts of this kind; all when null.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public static IReadOnlyList<ArtifactSummary> List(
        IArtifactStore store,
        string? kind = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        var prefix = kind is null ? string.Empty : kind + "/";
        return
        [
            .. store
                .List(prefix, cancellationToken)
                .Select(info => (Key: TryKey(info.Name), Info: info))
                .Where(pair => pair.Key is not null)
                .GroupBy(pair => pair.Key!, pair => pair.Info)
                .Select(group => Summarize(group.Key, [.. group]))
                .OrderBy(summary => summary.Key.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>The objects of one artifact.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public static IReadOnlyList<ArtifactObjectInfo> Objects(
        IArtifactStore store,
        ArtifactKey key,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        return [.. store.List(key.Folder, cancellationToken)];
    }

    /// <summary>Reads and checks the manifest of an artifact.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArtifactNotFoundException">There is no finished artifact of that key.</exception>
    /// <exception cref="ArtifactException">The manifest is damaged, of another version, or of another artifact.</exception>
    public static ArtifactManifest ReadManifest(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            return ManifestFile.Read(store, key, cancellationToken);
        }
        catch (ArtifactNotFoundException exception)
        {
            Throw.ArtifactNotFound(key, store.Description, store.List(key.Folder, cancellationToken).Any(), exception);
            throw;
        }
    }

    /// <summary>Reads and checks the manifest of an artifact if there is a finished one of that key.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The manifest, or null when there is none.</returns>
    /// <exception cref="ArtifactException">The manifest is damaged, of another version, or of another artifact.</exception>
    public static ArtifactManifest? TryReadManifest(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        return store.Exists(key.Object(ArtifactFiles.Manifest), cancellationToken) ? ReadManifest(store, key, cancellationToken) : null;
    }

    /// <summary>Removes an artifact, finished or not: the manifest first, so that what is left of an interrupted removal counts as
    /// unfinished.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="cancellationToken">Cancels the removal.</param>
    /// <returns>The objects that were removed.</returns>
    /// <exception cref="ArtifactNotFoundException">The store has nothing of that key.</exception>
    public static IReadOnlyList<ArtifactObjectInfo> Remove(
        IArtifactStore store,
        ArtifactKey key,
        CancellationToken cancellationToken = default
    )
    {
        var objects = Objects(store, key, cancellationToken);
        if (objects.Count == 0)
        {
            Throw.ArtifactNotFound(key, store.Description, begun: false, null);
        }

        foreach (var info in RemovalOrder(objects))
        {
            store.Delete(info.Name, cancellationToken);
        }

        return objects;
    }

    /// <summary>Manifest, then records, then the rest, then the draft: at no moment does a file vouch for one that is gone.</summary>
    internal static IEnumerable<ArtifactObjectInfo> RemovalOrder(IEnumerable<ArtifactObjectInfo> objects) =>
        objects.OrderBy(info =>
            FileOf(info.Name) switch
            {
                ArtifactFiles.Manifest => 0,
                ArtifactDraft.FileName => 3,
                var file when ArtifactFiles.IsScaffold(file) => 1,
                _ => 2,
            }
        );

    /// <summary>The file's name within its artifact's folder.</summary>
    internal static string FileOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>The artifact that an object belongs to, or null when the object is not two folders deep.</summary>
    internal static ArtifactKey? TryKey(string name)
    {
        var parts = name.Split('/');
        return parts.Length == 3 && Array.TrueForAll(parts, ArtifactName.IsSegment) ? new ArtifactKey(parts[0], parts[1]) : null;
    }

    private static ArtifactSummary Summarize(ArtifactKey key, IReadOnlyList<ArtifactObjectInfo> objects) =>
        new(
            key,
            objects.Any(info => FileOf(info.Name) == ArtifactFiles.Manifest),
            objects.Count,
            objects.Sum(info => info.Length),
            objects.Max(info => info.LastModified)
        );
}
