namespace DataWorth.Artifacts;

/// <summary>When another process committed the same file first, its copy counts, provided that it is of the same layout.</summary>
internal static class AdoptionCheck
{
    /// <summary>The digest of the file that is there.</summary>
    /// <exception cref="ArtifactException">The file there has another layout.</exception>
    public static string Digest(IArtifactStore store, string name, SafetensorsHeader expected, CancellationToken cancellationToken)
    {
        using var file = store.Open(name, cancellationToken);
        var found = SafetensorsHeader.Read(file, name, cancellationToken);
        if (!found.ToBytes().AsSpan().SequenceEqual(expected.ToBytes()))
        {
            Throw.LeftoverDiffers(name, store.Description);
        }

        return ContentDigest.Of(file, cancellationToken);
    }
}
