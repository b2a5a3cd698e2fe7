using System.Buffers;
using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>The last steps of an artifact: ids, manifest, and the removal of what only an unfinished artifact needs.</summary>
internal static class ArtifactCompletion
{
    private const int FlushBytes = 1 << 20;

    /// <summary>Records that are fetched while one is used: a distant storage takes longer to answer than to send them.</summary>
    private const int ReadAhead = 4;

    public static ArtifactManifest Commit(
        ArtifactWriter writer,
        IReadOnlyList<ArtifactTensors> tensors,
        CancellationToken cancellationToken
    )
    {
        (var shards, var ids) = WriteIds(writer, cancellationToken);
        var manifest = new ArtifactManifest
        {
            Format = ArtifactManifest.FormatName,
            Version = ArtifactManifest.CurrentVersion,
            Kind = writer.Key.Kind,
            Fingerprint = writer.Key.Fingerprint,
            Codec = writer.Options.Codec,
            Layout = writer.Layout,
            Rows = shards.Sum(shard => (long)shard.Rows),
            RowsPerShard = writer.RowsPerShard,
            Shards = shards,
            Ids = ids,
            Tensors = tensors,
            Options = writer.Options.Options,
            Provenance = writer.Options.Provenance,
            Checksum = string.Empty,
        };
        if (ManifestRules.FindFault(manifest) is { } fault)
        {
            Throw.BadManifest(writer.Key.Object(ArtifactFiles.Manifest), writer.Store.Description, fault);
        }

        ArtifactFiles.WriteAll(writer.Store, writer.Key.Object(ArtifactFiles.Manifest), ManifestFile.ToBytes(manifest), cancellationToken);

        // The manifest that is there counts, whoever wrote it.
        return ManifestFile.Read(writer.Store, writer.Key, cancellationToken);
    }

    /// <summary>Removes the draft and the records; what a kill leaves of them is collected later.</summary>
    public static void RemoveScaffold(ArtifactWriter writer, CancellationToken cancellationToken)
    {
        foreach (var info in writer.Store.List(writer.Key.Folder, cancellationToken).ToList())
        {
            if (ArtifactFiles.IsScaffold(info.Name[writer.Key.Folder.Length..]))
            {
                writer.Store.Delete(info.Name, cancellationToken);
            }
        }
    }

    private static (List<ArtifactShard> Shards, ArtifactFile? Ids) WriteIds(ArtifactWriter writer, CancellationToken cancellationToken)
    {
        var listed = writer
            .Store.List(writer.Key.Object(ArtifactFiles.ShardPrefix), cancellationToken)
            .ToDictionary(info => info.Name, info => info.Length);
        var recorded = RecordFile.Indices(writer.Key, listed.Keys);
        var count = writer.ShardCount ?? recorded.Count;
        List<ArtifactShard> shards = [];
        if (count == 0)
        {
            return (shards, null);
        }

        var name = writer.Key.Object(ArtifactFiles.Ids);
        using var output = new HashingObjectWriter(writer.Store.Create(name, null, cancellationToken));
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var found in ReadRecords(writer, count, cancellationToken))
            {
                var record = RequireWhole(writer, found, listed, recorded, count, cancellationToken);
                shards.Add(record.Shard);
                foreach (var id in record.Ids)
                {
                    json.WriteStringValue(id);
                    if (json.BytesPending > FlushBytes)
                    {
                        json.Flush();
                        output.Write(buffer.WrittenSpan, cancellationToken);
                        buffer.ResetWrittenCount();
                    }
                }
            }

            json.WriteEndArray();
        }

        output.Write(buffer.WrittenSpan, cancellationToken);
        return (shards, CommitIds(writer, name, output, cancellationToken));
    }

    private static ArtifactFile CommitIds(
        ArtifactWriter writer,
        string name,
        HashingObjectWriter output,
        CancellationToken cancellationToken
    )
    {
        if (!output.Commit(cancellationToken))
        {
            using var found = writer.Store.Open(name, cancellationToken);
            if (BlockDigest.Of(found, cancellationToken) != output.Digest)
            {
                Throw.IdsDiffer(name, writer.Store.Description);
            }
        }

        return new ArtifactFile(ArtifactFiles.Ids, output.Position, output.Digest);
    }

    /// <summary>The records in their order, null for one that is missing; the next ones are fetched while one is used.</summary>
    private static IEnumerable<ShardRecord?> ReadRecords(ArtifactWriter writer, int count, CancellationToken cancellationToken)
    {
        var ahead = new Queue<Task<ShardRecord?>>();
        for (var index = 0; index < count + ReadAhead; index++)
        {
            if (index < count)
            {
                var next = index;
                ahead.Enqueue(
                    Task.Run(() => RecordFile.TryRead(writer.Store, writer.Key, next, cancellationToken), CancellationToken.None)
                );
            }

            if (index >= ReadAhead)
            {
                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
    }

    private static ShardRecord RequireWhole(
        ArtifactWriter writer,
        ShardRecord? record,
        Dictionary<string, long> listed,
        IReadOnlyList<int> recorded,
        int count,
        CancellationToken cancellationToken
    )
    {
        if (record is null)
        {
            Throw.MissingShards(writer.Key, writer.Store.Description, [.. Enumerable.Range(0, count).Except(recorded)]);
        }

        var name = writer.Key.Object(record.Shard.File);
        if (!listed.TryGetValue(name, out var length))
        {
            // Another worker may have written it after the listing; if nobody has, this says so.
            using var shard = writer.Store.Open(name, cancellationToken);
            length = shard.Length;
        }

        if (length != record.Shard.Bytes)
        {
            Throw.WrongSize(name, writer.Store.Description, length, record.Shard.Bytes, "its record");
        }

        return record;
    }
}
