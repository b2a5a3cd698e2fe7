namespace DataWorth.Artifacts;

/// <summary>Removes what killed runs left behind; never anything that a manifest refers to.</summary>
public static class ArtifactCollector
{
    /// <summary>
    /// Removes temporary storage of writers that were killed, unfinished artifacts whose newest object was written before a moment, and
    /// objects beside a
    /// manifest that it does not list. An artifact whose manifest cannot be read is left alone.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="before">The moment; an unfinished artifact that something was added to since may still be in the making.</param>
    /// <param name="preview">True to report without removing.</param>
    /// <param name="cancellationToken">Cancels the collection.</param>
    /// <returns>What was (or would be) removed.</returns>
    public static IReadOnlyList<ArtifactObjectInfo> Collect(
        IArtifactStore store,
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        List<ArtifactObjectInfo> removed = [.. store.RemoveUncommitted(before, preview, cancellationToken)];
        foreach (var artifact in ArtifactCatalog.List(store, cancellationToken: cancellationToken))
        {
            foreach (var info in ArtifactCatalog.RemovalOrder(Unreferenced(store, artifact, before, cancellationToken)))
            {
                if (!preview && !Remove(store, artifact, info, cancellationToken))
                {
                    break;
                }

                removed.Add(info);
            }
        }

        return removed;
    }

    private static IEnumerable<ArtifactObjectInfo> Unreferenced(
        IArtifactStore store,
        ArtifactSummary artifact,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        var objects = ArtifactCatalog.Objects(store, artifact.Key, cancellationToken);
        if (!artifact.IsFinished)
        {
            return artifact.LastModified < before ? objects : [];
        }

        try
        {
            var manifest = ManifestFile.Read(store, artifact.Key, cancellationToken);
            HashSet<string> referenced = [ArtifactFiles.Manifest, .. manifest.Files.Select(file => file.File)];
            return objects.Where(info => info.LastModified < before && !referenced.Contains(ArtifactCatalog.FileOf(info.Name)));
        }
        catch (ArtifactException)
        {
            return [];
        }
    }

    private static bool Remove(IArtifactStore store, ArtifactSummary artifact, ArtifactObjectInfo info, CancellationToken cancellationToken)
    {
        // The artifact may have been completed since it was listed.
        if (!artifact.IsFinished && store.Exists(artifact.Key.Object(ArtifactFiles.Manifest), cancellationToken))
        {
            return false;
        }

        store.Delete(info.Name, cancellationToken);
        return true;
    }
}
