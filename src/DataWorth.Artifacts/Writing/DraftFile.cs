using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>Lets all processes that work on one unfinished artifact agree on its layout: the first one's draft counts.</summary>
internal static class DraftFile
{
    public static ArtifactDraft Agree(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyList<ArtifactTensorLayout> layout,
        ArtifactWriterOptions options,
        CancellationToken cancellationToken
    )
    {
        var draft = new ArtifactDraft
        {
            Format = ArtifactManifest.FormatName,
            Version = ArtifactManifest.CurrentVersion,
            Codec = options.Codec,
            Layout = layout,
            RowsPerShard = WriterRules.RowsPerShard(layout, options),
        };
        var name = key.Object(ArtifactDraft.FileName);
        var json = JsonSerializer.SerializeToUtf8Bytes(draft, ArtifactJsonContext.Default.ArtifactDraft);
        for (var attempt = 0; ; attempt++)
        {
            if (!store.Exists(name, cancellationToken) && ArtifactFiles.WriteAll(store, name, json, cancellationToken))
            {
                return draft;
            }

            try
            {
                return Read(store, name, draft, cancellationToken);
            }
            catch (ArtifactNotFoundException) when (attempt < 5)
            {
                // The artifact was completed or collected between the two calls.
            }
        }
    }

    private static ArtifactDraft Read(IArtifactStore store, string name, ArtifactDraft ours, CancellationToken cancellationToken)
    {
        var json = ArtifactFiles.ReadAll(store, name, cancellationToken);
        var found = ArtifactFiles.Parse(json, name, store, ArtifactJsonContext.Default.ArtifactDraft);
        if (found.Version != ours.Version)
        {
            Throw.OtherVersion(name, store.Description, found.Version);
        }

        if (found.Format != ours.Format || found.Codec != ours.Codec || !found.Layout.SequenceEqual(ours.Layout) || found.RowsPerShard < 1)
        {
            Throw.DraftDiffers(
                name,
                store.Description,
                $"{found.Codec}: {string.Join("; ", found.Layout)}",
                $"{ours.Codec}: {string.Join("; ", ours.Layout)}"
            );
        }

        return found;
    }
}
