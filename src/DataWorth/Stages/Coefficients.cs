using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;

namespace DataWorth.Stages;

/// <summary>The stage 'store coefficients': one pass over the stored features that persists the curvature's numbers per example beside
/// them.</summary>
public static class Coefficients
{
    internal const string Kind = "coefficients";
    private const string Stage = "store coefficients";

    /// <summary>Gives stored features the coefficients of the session's curvature, if it has any: from the store, or computed; shards that
    /// an earlier run finished are kept.</summary>
    /// <param name="session">The fit, after <see cref="FitCurvature"/>.</param>
    public static void Run(FitSession session)
    {
        if (session.Stored is not { } features || session.Recipe.StoredCoefficients(session.Curvature!) is not { } source)
        {
            return;
        }

        var key = session.Key.ForCurvature(session.Recipe, features.Codec.Name);
        var artifact = key.ToKey(Kind);
        var tensors = source.DescribeCoefficients();
        session.Artifacts[Kind] = artifact.ToString();
        if (ArtifactReader.TryOpen(session.Store, artifact, session.Options.Verification) is not { } reader)
        {
            Compute(session.Store, artifact, key, features, source, tensors, session.Options);
            reader = ArtifactReader.TryOpen(session.Store, artifact, session.Options.Verification)!;
        }

        features.Attach(reader, tensors, source);
    }

    private static void Compute(
        IArtifactStore store,
        ArtifactKey artifact,
        FingerprintBuilder key,
        StoredFeatures features,
        IExampleCoefficients source,
        IReadOnlyList<StoredTensor> tensors,
        AttributionOptions options
    )
    {
        var stop = options.CancellationToken;
        var layout = StoredFeatures.FileLayout(tensors, hasContents: false);
        using var writer = ArtifactWriter.Create(
            store,
            artifact,
            layout,
            new ArtifactWriterOptions
            {
                Codec = Kind,
                RowCount = features.Count,
                RowsPerShard = Chunking.RowsPerShard(tensors, features.Count, options.ShardBytes),
                Options = key.Options,
                Provenance = Provenance.Current,
            },
            stop
        );
        if (writer.IsComplete)
        {
            return;
        }

        var done = writer.CompletedShards.ToHashSet();
        using var stored = features.NewBuffer(features.ChunkRows);
        using var computed = new EncodedRows(tensors, features.ChunkRows);
        for (long first = 0, index = 0; first < features.Count; first += writer.RowsPerShard, index++)
        {
            if (done.Contains((int)index))
            {
                continue;
            }

            using var shard = writer.Begin((int)index, stop);
            var end = Math.Min(features.Count, first + writer.RowsPerShard);
            for (var row = first; row < end; row += stored.Count)
            {
                stored.Count = 0;
                features.Read(stored, row, (int)Math.Min(stored.Capacity, end - row));
                features.WriteCoefficients(source, stored, computed);
                foreach (var tensor in tensors)
                {
                    var bytes = checked((int)(stored.Count * tensor.RowBytes));
                    computed[tensor.Name].bytes[..bytes].CopyTo(shard[tensor.Name][(int)((row - first) * tensor.RowBytes)..]);
                }

                options.Progress?.Report(new AttributionProgress(Stage, row + stored.Count, features.Count));
            }

            shard.Ids = [.. Enumerable.Range(0, shard.Rows).Select(i => features.Ids[(int)first + i])];
            writer.Commit(shard, stop);
        }

        writer.Complete(stop);
    }
}
