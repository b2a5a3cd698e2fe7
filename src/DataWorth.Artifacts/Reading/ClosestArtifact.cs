using System.Diagnostics.CodeAnalysis;

namespace DataWorth.Artifacts;

/// <summary>Explains a missing artifact by the one that differs in the fewest options.</summary>
internal static class ClosestArtifact
{
    [DoesNotReturn]
    public static void ThrowMissing(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellationToken
    )
    {
        ArtifactManifest? closest = null;
        List<string> differences = [];
        foreach (var summary in ArtifactCatalog.List(store, key.Kind, cancellationToken).Where(summary => summary.IsFinished))
        {
            if (TryRead(store, summary.Key, cancellationToken) is not { } manifest)
            {
                continue;
            }

            List<string> found =
            [
                .. options.Where(option => manifest.Options.GetValueOrDefault(option.Key) != option.Value).Select(option => option.Key),
            ];
            if (found.Count > 0 && found.Count < options.Count && (closest is null || found.Count < differences.Count))
            {
                closest = manifest;
                differences = found;
            }
        }

        if (closest is null)
        {
            Throw.ArtifactNotFound(key, store.Description, store.List(key.Folder, cancellationToken).Any(), null);
        }

        var name = differences[0];
        Throw.ArtifactNotFound(key, store.Description, closest.Key, name, closest.Options.GetValueOrDefault(name), options[name]);
    }

    private static ArtifactManifest? TryRead(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken)
    {
        try
        {
            return ManifestFile.Read(store, key, cancellationToken);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }
}
