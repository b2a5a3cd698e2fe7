namespace DataWorth.Artifacts;

/// <summary>Makes a store usable again after damage: what is damaged goes, and whatever made it makes it again.</summary>
public static class ArtifactRepairer
{
    /// <summary>Verifies an artifact and removes it if it is damaged, or the objects that do not belong to it if there are only
    /// such.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="preview">True to report without removing.</param>
    /// <param name="progress">Told the bytes checked so far; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>What is wrong, and the objects that were (or would be) removed; both empty when the artifact is whole.</returns>
    /// <exception cref="ArtifactNotFoundException">There is no finished artifact of that key.</exception>
    public static (IReadOnlyList<ArtifactFault> Faults, IReadOnlyList<ArtifactObjectInfo> Removed) Repair(
        IArtifactStore store,
        ArtifactKey key,
        bool preview,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var faults = ArtifactVerifier.Verify(store, key, progress, cancellationToken);
        var objects = ArtifactCatalog.Objects(store, key, cancellationToken);
        if (!faults.Any(fault => fault.Kind == ArtifactFaultKind.Damaged))
        {
            var strays = faults.Where(fault => fault.Kind == ArtifactFaultKind.Stray).Select(fault => fault.ObjectName).ToHashSet();
            objects = [.. objects.Where(info => strays.Contains(info.Name))];
        }

        foreach (var info in preview ? [] : ArtifactCatalog.RemovalOrder(objects))
        {
            store.Delete(info.Name, cancellationToken);
        }

        return (faults, objects);
    }
}
