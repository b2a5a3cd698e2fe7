using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;

namespace DataWorth.Pipeline;

/// <summary>The stage 'store coefficients': one pass over the stored features that persists the curvature's numbers per example beside
/// them.</summary>
internal static class CoefficientCollection
{
    private const string Kind = "coefficients";
    private const string Stage = "store coefficients";

    /// <summary>Gives stored features their coefficients: from the store, or computed; shards that an earlier run finished are
    /// kept.</summary>
    /// <returns>The artifact's key.</returns>
    public static ArtifactKey Attach(
        IArtifactStore store,
        FingerprintBuilder key,
        StoredFeatures features,
        IExampleCoefficients source,
        AttributionOptions options
    )
    {
        var artifact = key.ToKey(Kind);
        var tensors = source.DescribeCoefficients();
        if (ArtifactReader.TryOpen(store, artifact, options.Verification) is not { } reader)
        {
            Compute(store, artifact, key, features, source, tensors, options);
            reader = ArtifactReader.TryOpen(store, artifact, options.Verification)!;
        }

        features.Attach(reader, tensors, source);
        return artifact;
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
        var layout = tensors
            .Select(tensor => new ArtifactTensorLayout(tensor.Name, StorageTypes.ToFile(tensor.Type), tensor.RowShape))
            .ToList();
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
