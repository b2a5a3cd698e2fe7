using System.Buffers;
using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>The last steps of an artifact: ids, manifest, and the removal of what only an unfinished artifact needs.</summary>
internal static class ArtifactCompletion
{
    private const int FlushBytes = 1 << 20;

    /// <summary>Records that are fetched while one is used: a distant storage takes longer to answer than to send them.</summary>
    private const int RecordsAhead = 4;

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
        List<ArtifactShard> shards = [];
        if (writer.ShardCount == 0)
        {
            return (shards, null);
        }

        var listed = writer
            .Store.List(writer.Key.Object(ArtifactFiles.ShardPrefix), cancellationToken)
            .ToDictionary(info => info.Name, info => info.Length);
        var name = writer.Key.Object(ArtifactFiles.Ids);
        using var output = writer.Store.Create(name, null, cancellationToken);
        using var digest = new ContentDigest();
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            var records = Enumerable
                .Range(0, writer.ShardCount)
                .Select(index => RecordFile.TryRead(writer.Store, writer.Key, index, cancellationToken));
            foreach (var found in ReadAhead.Of(records, RecordsAhead, cancellationToken))
            {
                var record = RequireWhole(writer, found, listed, cancellationToken);
                shards.Add(record.Shard);
                foreach (var id in record.Ids)
                {
                    json.WriteStringValue(id);
                    if (json.BytesPending > FlushBytes)
                    {
                        json.Flush();
                        Flush();
                    }
                }
            }

            json.WriteEndArray();
        }

        Flush();
        var ids = new ArtifactFile(ArtifactFiles.Ids, output.Position, digest.Finish());
        if (!output.Commit(cancellationToken))
        {
            using var found = writer.Store.Open(name, cancellationToken);
            if (ContentDigest.Of(found, cancellationToken) != ids.Digest)
            {
                Throw.IdsDiffer(name, writer.Store.Description);
            }
        }

        return (shards, ids);

        void Flush()
        {
            digest.Append(buffer.WrittenSpan);
            output.Write(buffer.WrittenSpan, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }

    private static ShardRecord RequireWhole(
        ArtifactWriter writer,
        ShardRecord? record,
        Dictionary<string, long> listed,
        CancellationToken cancellationToken
    )
    {
        if (record is null)
        {
            var there = RecordFile.Indices(writer.Key, listed.Keys);
            Throw.MissingShards(writer.Key, writer.Store.Description, [.. Enumerable.Range(0, writer.ShardCount).Except(there)]);
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
