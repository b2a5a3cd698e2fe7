using System.Globalization;
using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>The small object beside each shard of an unfinished artifact that says: this shard is whole.</summary>
internal static class RecordFile
{
    public static void Write(
        IArtifactStore store,
        ArtifactKey key,
        int index,
        ArtifactShard shard,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var record = new ShardRecord
        {
            Format = ArtifactManifest.FormatName,
            Version = ArtifactManifest.CurrentVersion,
            Shard = shard,
            Ids = ids,
        };
        var name = key.Object(ArtifactFiles.Record(index));
        var json = JsonSerializer.SerializeToUtf8Bytes(record, ArtifactJsonContext.Default.ShardRecord);
        if (ArtifactFiles.WriteAll(store, name, json, cancellationToken))
        {
            return;
        }

        // Another process recorded the shard first; it must have meant the same rows.
        var found = TryRead(store, key, index, cancellationToken);
        if (found is not null && !found.Ids.SequenceEqual(ids))
        {
            Throw.IdsDiffer(name, store.Description);
        }
    }

    public static ShardRecord? TryRead(IArtifactStore store, ArtifactKey key, int index, CancellationToken cancellationToken)
    {
        var name = key.Object(ArtifactFiles.Record(index));
        try
        {
            var record = ArtifactFiles.Parse(
                ArtifactFiles.ReadAll(store, name, cancellationToken),
                name,
                store,
                ArtifactJsonContext.Default.ShardRecord
            );
            return record;
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a shard and compares it with its record; throws both away when they disagree.</summary>
    public static bool TryVerify(
        IArtifactStore store,
        ArtifactKey key,
        int index,
        ArtifactWriter writer,
        out string? fault,
        CancellationToken cancellationToken
    )
    {
        fault = null;
        try
        {
            var record = TryRead(store, key, index, cancellationToken);
            if (record is null)
            {
                return false;
            }

            fault = FindFault(store, key, index, writer, record, cancellationToken);
        }
        catch (ArtifactException exception) when (exception is not ArtifactStorageException)
        {
            fault = exception.Message;
        }

        if (fault is null)
        {
            return true;
        }

        store.Delete(key.Object(ArtifactFiles.Record(index)), cancellationToken);
        store.Delete(key.Object(ArtifactFiles.Shard(index)), cancellationToken);
        return false;
    }

    /// <summary>The shards that have a record, in their order.</summary>
    /// <param name="key">The artifact.</param>
    /// <param name="names">Names of its objects in the store.</param>
    public static IReadOnlyList<int> Indices(ArtifactKey key, IEnumerable<string> names)
    {
        List<int> indices = [];
        foreach (var name in names)
        {
            var file = name[key.Folder.Length..];
            if (
                file.EndsWith(ArtifactFiles.RecordSuffix, StringComparison.Ordinal)
                && int.TryParse(
                    file[ArtifactFiles.ShardPrefix.Length..^ArtifactFiles.RecordSuffix.Length],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var index
                )
            )
            {
                indices.Add(index);
            }
        }

        indices.Sort();
        return indices;
    }

    private static string? FindFault(
        IArtifactStore store,
        ArtifactKey key,
        int index,
        ArtifactWriter writer,
        ShardRecord record,
        CancellationToken cancellationToken
    )
    {
        var firstRow = (long)index * writer.RowsPerShard;
        var rows = Math.Min(writer.RowsPerShard, writer.RowCount - firstRow);
        var shard = record.Shard;
        var right =
            record.Format == ArtifactManifest.FormatName
            && record.Version == ArtifactManifest.CurrentVersion
            && shard.File == ArtifactFiles.Shard(index)
            && shard.FirstRow == firstRow
            && shard.Rows == record.Ids.Count
            && shard.Rows == rows;
        if (!right)
        {
            return $"The record of shard {index} of '{key}' does not fit its rows: it was made by another version or with another number "
                + "of rows. The shard is computed again.";
        }

        using var file = store.Open(key.Object(shard.File), cancellationToken);
        if (file.Length != shard.Bytes)
        {
            return $"Shard '{shard.File}' of '{key}' has {file.Length} bytes, its record says {shard.Bytes}. It is computed again.";
        }

        return ContentDigest.Of(file, cancellationToken) == shard.Digest
            ? null
            : $"Shard '{shard.File}' of '{key}' does not match the digest of its record: bytes changed on the storage. It is computed "
                + "again.";
    }
}
