using System.Buffers.Binary;
using DataWorth.Artifacts;
using DataWorth.Codecs;

namespace DataWorth.Stages;

/// <summary>The stage 'collect gradients': runs the model over the training view once and persists the features; shards that are there are
/// kept.</summary>
public static class Collect
{
    /// <summary>Name of the artifact kind.</summary>
    internal const string Kind = "gradients";

    private const string Stage = "collect gradients";

    /// <summary>Collects what is missing of some shards, or of all; methods that store nothing have nothing to collect.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="shards">Shards to collect; null for all, after which the artifact is complete and opened.</param>
    /// <returns>Examples that were stored before.</returns>
    /// <exception cref="InvalidOperationException">A gradient is not finite, or stored ones are not those of this task.</exception>
    public static long Run(FitSession session, Range? shards = null)
    {
        if (session.Codec is not { } codec)
        {
            return 0;
        }

        var options = session.Options;
        var key = session.Key.ForFeatures(session.Recipe, codec.Name);
        session.Artifacts[Kind] = key.ToKey(Kind).ToString();
        if (TryOpen(session, key.ToKey(Kind)) is { } there)
        {
            session.Stored = there;
            return session.Count;
        }

        var tensors = StoredFeatures.Tensors(codec, session.Map);
        using var writer = ArtifactWriter.Create(
            session.Store,
            key.ToKey(Kind),
            StoredFeatures.FileLayout(tensors, hasContents: true),
            new ArtifactWriterOptions
            {
                Codec = codec.Name,
                RowCount = session.Count,
                RowsPerShard = Chunking.RowsPerShard(tensors, session.Count, options.ShardBytes),
                Options = key.Options,
                Provenance = Provenance.Current,
            },
            options.CancellationToken
        );
        var reused = Missing(session, codec, tensors, writer, shards);
        if (shards is null)
        {
            writer.Complete(options.CancellationToken);
            session.Stored = TryOpen(session, key.ToKey(Kind));
        }

        return reused;
    }

    /// <summary>Opens the stored features of a fit that was loaded.</summary>
    internal static void Open(FitSession session, ArtifactKey key)
    {
        session.Artifacts[Kind] = key.ToString();
        session.Stored =
            TryOpen(session, key)
            ?? throw new ArtifactNotFoundException(
                $"Gradients '{key}' of the fit are not in {session.Store.Description}. Fit again, or give the store that has them."
            );
    }

    private static StoredFeatures? TryOpen(FitSession session, ArtifactKey key) =>
        ArtifactReader.TryOpen(session.Store, key, session.Options.Verification) is { } reader
            ? new StoredFeatures(reader, session.Codec!, session.Map, session.Type, session.Device)
            : null;

    private static long Missing(
        FitSession session,
        IFeatureCodec codec,
        IReadOnlyList<StoredTensor> tensors,
        ArtifactWriter writer,
        Range? shards
    )
    {
        var options = session.Options;
        var rowsPerShard = writer.RowsPerShard;
        var done = writer.CompletedShards.ToHashSet();
        var reused = done.Sum(shard => Math.Min(rowsPerShard, session.Count - ((long)shard * rowsPerShard)));
        var count = (int)((session.Count + rowsPerShard - 1) / rowsPerShard);
        var (first, length) = (shards ?? Range.All).GetOffsetAndLength(count);
        bool Skips(long row) => row / rowsPerShard is var shard && (done.Contains((int)shard) || shard < first || shard >= first + length);

        // What rides along must see every row.
        var observer = reused == 0 && shards is null ? session.Recipe.ObserveGradients(session) : null;
        session.Activate();
        using var chunk = new EncodedRows(tensors, Chunking.RowsPerChunk(tensors));
        var contents = new byte[16 * chunk.Capacity];
        var finished = reused;
        ShardBuffer? writing = null;
        var ids = new List<string>();
        try
        {
            options.Progress?.Report(new AttributionProgress(Stage, finished, session.Count));
            foreach (var (rows, batch) in session.Train!.Read(options.BatchSize, chunk.Capacity, Skips, options.CancellationToken))
            {
                writing ??= writer.Begin((int)(rows.FirstRow / rowsPerShard), options.CancellationToken);
                for (var i = 0; i < rows.Contents.Count; i++)
                {
                    BinaryPrimitives.WriteUInt128LittleEndian(contents.AsSpan(16 * (chunk.Count + i)), rows.Contents[i]);
                }

                using (var features = session.Map.Map(batch))
                {
                    observer?.Add(features);
                    StoredFeatures.Encode(features, codec, session.Map.Layout, chunk);
                }

                CheckFinite(chunk, tensors, rows.Ids);
                ids.AddRange(rows.Ids);
                finished += rows.Ids.Count;
                options.Progress?.Report(new AttributionProgress(Stage, finished, session.Count));
                var next = rows.FirstRow + rows.Ids.Count;
                var endsShard = next % rowsPerShard == 0 || next == session.Count;
                if (chunk.Count < chunk.Capacity && !endsShard)
                {
                    continue;
                }

                Copy(chunk, contents, tensors, writing, (int)(next - chunk.Count - writing.FirstRow));
                chunk.Count = 0;
                if (endsShard)
                {
                    writing.Ids = [.. ids];
                    ids.Clear();
                    writer.Commit(writing, options.CancellationToken);
                    writing = null;
                }
            }

            // What was committed may still be on its way: a worker that collects some shards does not complete the artifact.
            writer.Flush(options.CancellationToken);
            session.Observed = observer;
            observer = null;
        }
        finally
        {
            writing?.Dispose();
            observer?.Dispose();
        }

        return reused;
    }

    /// <summary>Copies the rows of a chunk to their place in the shard.</summary>
    private static void Copy(EncodedRows chunk, byte[] contents, IReadOnlyList<StoredTensor> tensors, ShardBuffer shard, int row)
    {
        foreach (var tensor in tensors)
        {
            var bytes = checked((int)(chunk.Count * tensor.RowBytes));
            chunk[tensor.Name].bytes[..bytes].CopyTo(shard[tensor.Name][checked((int)(row * tensor.RowBytes))..]);
        }

        contents.AsSpan(0, 16 * chunk.Count).CopyTo(shard[StoredFeatures.ContentTensor][(16 * row)..]);
    }

    /// <summary>Rows whose largest number has lost digits, because float16 has no smaller exponents.</summary>
    private static void CheckSize(Tensor rows, StoredTensor tensor, IReadOnlyList<string> ids)
    {
        const double SmallestNormal = 1.0 / (1 << 14);
        if (tensor.Type != ScalarType.Float16 || tensor.RowShape.Count == 0)
        {
            return;
        }

        var largest = rows.abs().amax(1).to_type(ScalarType.Float32).data<float>().ToArray();
        if (Array.FindIndex(largest, value => value is > 0 and < (float)SmallestNormal) is >= 0 and var row)
        {
            Throw.FeaturesTooSmall(ids[row], largest[row]);
        }
    }

    /// <summary>The rows that a batch added: a sum shows what is not finite; a look at each row finds which.</summary>
    private static void CheckFinite(EncodedRows chunk, IReadOnlyList<StoredTensor> tensors, IReadOnlyList<string> ids)
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in tensors.Where(tensor => tensor.IsFloating))
        {
            var rows = chunk[tensor.Name].narrow(0, chunk.Count - ids.Count, ids.Count).reshape(ids.Count, -1);
            if (double.IsFinite(rows.sum(ScalarType.Float64).item<double>()))
            {
                CheckSize(rows, tensor, ids);
                continue;
            }

            var finite = rows.isfinite().all(1).data<bool>().ToArray();
            if (Array.IndexOf(finite, false) is >= 0 and var row)
            {
                Throw.FeaturesNotFinite(ids[row], tensor.Type.ToString().ToLowerInvariant());
            }
        }
    }
}
