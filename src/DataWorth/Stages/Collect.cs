using System.Buffers.Binary;
using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Statistics;

namespace DataWorth.Stages;

/// <summary>The stage 'collect gradients': runs the model over the training view once and persists the features; shards that are there are
/// kept.</summary>
public static class Collect
{
    /// <summary>Name of the artifact kind.</summary>
    internal const string Kind = "gradients";

    private const string Stage = "collect gradients";

    /// <summary>Collects what is missing; methods that store nothing have nothing to collect.</summary>
    /// <param name="session">The fit, after <see cref="FitMap"/>.</param>
    /// <param name="part">The rows of this worker; default all.</param>
    /// <returns>False when shards of other parts are missing: run it again when they are there.</returns>
    /// <exception cref="InvalidOperationException">The session has no map, or a gradient is not finite.</exception>
    public static bool Run(FitSession session, Part? part = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var weights = session.KeepWeights();
        if (!session.HasMap)
        {
            Throw.StageOrder(nameof(Collect), nameof(FitMap));
        }

        if (session.Codec is not { } codec)
        {
            return true;
        }

        var options = session.Options;
        if (session.Stored is not null)
        {
            return true;
        }

        var key = session.Key.ForFeatures(session.Recipe, codec.Name);
        session.Artifacts[Kind] = key.ToKey(Kind).ToString();
        session.Reused = session.Count;
        if (TryOpen(session, key.ToKey(Kind)))
        {
            return true;
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
        session.RowsPerShard = writer.RowsPerShard;
        session.Reused = Missing(session, codec, tensors, writer, part ?? Part.Whole);
        if (!writer.HasEveryShard)
        {
            return false;
        }

        writer.Complete(options.CancellationToken);
        return TryOpen(session, key.ToKey(Kind));
    }

    /// <summary>Opens the stored features of a fit that was loaded.</summary>
    internal static void Open(FitSession session, ArtifactKey key)
    {
        session.Artifacts[Kind] = key.ToString();
        if (!TryOpen(session, key))
        {
            throw FitArtifact.Missing(session.Store, key);
        }
    }

    private static bool TryOpen(FitSession session, ArtifactKey key)
    {
        if (ArtifactReader.TryOpen(session.Store, key, session.Options.Verification) is not { } reader)
        {
            return false;
        }

        session.RowsPerShard = reader.Manifest.RowsPerShard;
        session.Stored = new StoredFeatures(reader, session.Codec!, session.Map, session.Type, session.Device);
        Probe.CompareStored(session);
        return true;
    }

    private static long Missing(
        FitSession session,
        IFeatureCodec codec,
        IReadOnlyList<StoredTensor> tensors,
        ArtifactWriter writer,
        Part part
    )
    {
        var options = session.Options;
        var rowsPerShard = writer.RowsPerShard;
        var range = session.RowsOf(part);
        var done = Enumerable
            .Range((int)(range.First / rowsPerShard), (int)((range.Count + rowsPerShard - 1) / rowsPerShard))
            .Where(index => writer.IsShardComplete(index, options.CancellationToken))
            .ToHashSet();
        var reused = done.Sum(shard => Math.Min(rowsPerShard, session.Count - ((long)shard * rowsPerShard)));
        bool Skips(long row) => done.Contains((int)(row / rowsPerShard));

        // What rides along must see every row.
        var observer = done.Count > 0 ? null : FirstPass(session);
        session.Activate();
        var chunkRows = Chunking.RowsPerChunk(tensors);
        var finished = reused;
        ShardBuffer? shard = null;
        EncodedRows? encoded = null;
        var ids = new List<string>();
        try
        {
            options.Progress?.Report(new AttributionProgress(Stage, finished, range.Count));
            foreach (var batch in session.Train!.Read(options.BatchSize, chunkRows, range, Skips, options.CancellationToken))
            {
                session.RequireSample();
                shard ??= writer.Begin((int)(batch.FirstRow / rowsPerShard), options.CancellationToken);
                encoded ??= new EncodedRows(tensors, shard.Rows);
                WriteContents(batch.Contents, shard[StoredFeatures.ContentTensor][(16 * encoded.Count)..]);
                using (var features = session.Map.Map(batch))
                {
                    (observer?.Sums as FeatureSums)?.Add(features);
                    encoded.Append(features, codec, session.Map.Layout);
                    CheckFinite(encoded, tensors, batch.Ids);
                    Float16Check.Require(features, encoded, tensors, session.Layout);
                }

                ids.AddRange(batch.Ids);
                finished += batch.Count;
                options.Progress?.Report(new AttributionProgress(Stage, finished, range.Count));
                if (encoded.Count == shard.Rows)
                {
                    foreach (var tensor in tensors)
                    {
                        encoded[tensor.Name].bytes.CopyTo(shard[tensor.Name]);
                    }

                    encoded.Dispose();
                    shard.Ids = [.. ids];
                    ids.Clear();
                    writer.Commit(shard, options.CancellationToken);
                    (encoded, shard) = (null, null);
                }
            }

            RequireWeights(session, writer);

            // What was committed may still be on its way: a worker that collects some shards does not complete the artifact.
            writer.Flush(options.CancellationToken);
            if (observer is not null && part.IsWhole)
            {
                session.Observe(observer);
                observer = null;
            }
            else if (observer is not null)
            {
                Passes.Keep(session, part, FitCurvature.Key(session), 1, observer.Sums!);
            }
        }
        finally
        {
            encoded?.Dispose();
            shard?.Dispose();
            observer?.Dispose();
        }

        return reused;
    }

    /// <summary>The curvature's first pass where it can ride along: over factored gradients of all modules by the fit's own map.</summary>
    private static FitPass? FirstPass(FitSession session)
    {
        if (session.Recipe is not { CurvatureParts: 1 } recipe || recipe.DescribeCurvature() is null)
        {
            return null;
        }

        var pass = recipe.NextPass(session, session.Layout, state: null);
        if (pass is { NeedsFactors: true, Map: null, Sums: FeatureSums })
        {
            return pass;
        }

        pass?.Dispose();
        return null;
    }

    /// <summary>A model that was changed during the pass has made features that nobody must find.</summary>
    private static void RequireWeights(FitSession session, ArtifactWriter writer)
    {
        try
        {
            session.RequireWeights();
        }
        catch (InvalidOperationException)
        {
            writer.Flush();
            ArtifactCatalog.Remove(session.Store, writer.Key);
            throw;
        }
    }

    private static void WriteContents(IReadOnlyList<UInt128> contents, Span<byte> destination)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(destination[(16 * i)..], contents[i]);
        }
    }

    /// <summary>The rows that a batch added: a sum shows what is not finite; a look at each row finds which.</summary>
    private static void CheckFinite(EncodedRows encoded, IReadOnlyList<StoredTensor> tensors, IReadOnlyList<string> ids)
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in tensors.Where(tensor => tensor.IsFloating))
        {
            var rows = encoded[tensor.Name].narrow(0, encoded.Count - ids.Count, ids.Count).reshape(ids.Count, -1);
            // The sum is not finite if a number is not; where it only overflows, the look at each row says so.
            var type = tensor.Type is ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
            if (double.IsFinite(rows.sum(type).to_type(ScalarType.Float64).item<double>()))
            {
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
