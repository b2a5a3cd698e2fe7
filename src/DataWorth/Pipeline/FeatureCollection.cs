using System.Buffers.Binary;
using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>The stage 'collect gradients': runs the model over the training view once and persists the features; what an earlier run finished is kept.</summary>
internal static class FeatureCollection
{
    /// <summary>Name of the artifact kind.</summary>
    public const string Kind = "gradients";

    /// <summary>Opens the features of <paramref name="key"/>, computing what is missing.</summary>
    /// <param name="store">Where they are kept.</param>
    /// <param name="key">Everything they depend on.</param>
    /// <param name="map">Makes them.</param>
    /// <param name="codec">Encodes them.</param>
    /// <param name="train">The training view.</param>
    /// <param name="rows">Its number of rows.</param>
    /// <param name="options">Batch size, shard size, progress, cancellation.</param>
    /// <param name="observe">Given every chunk in order, when nothing was there before; not called when rows were reused.</param>
    /// <returns>The features, and how many examples were already there.</returns>
    public static (StoredFeatures Features, long Reused) Run(
        IArtifactStore store, FingerprintBuilder key, IFeatureMap map, IFeatureCodec codec, BatchReader train, long rows,
        AttributionOptions options, Action<EncodedRows>? observe)
    {
        var tensors = codec.Describe(map.Layout);
        var layout = tensors
            .Select(tensor => new ArtifactTensorLayout(tensor.Name, StorageTypes.ToFile(tensor.Type), tensor.RowShape))
            .Append(ArtifactTensorLayout.Of(StoredFeatures.ContentTensor, SafetensorsDType.I64, 2))
            .ToList();
        var artifact = key.ToKey(Kind);
        long reused = rows;
        using (var writer = ArtifactWriter.Create(store, artifact, layout, new ArtifactWriterOptions
        {
            Codec = codec.Name,
            RowCount = rows,
            RowsPerShard = Chunking.RowsPerShard(tensors, options.ShardBytes),
            Options = key.Options,
            Provenance = Provenance.Current,
        }, options.CancellationToken))
        {
            if (!writer.IsComplete)
            {
                var done = writer.CompletedShards.ToHashSet();
                reused = done.Sum(shard => Math.Min(writer.RowsPerShard, rows - ((long)shard * writer.RowsPerShard)));
                using var buffer = new EncodedRows(tensors, Chunking.RowsPerChunk(tensors));
                Collect(writer, done, map, codec, train, rows, options, buffer, tensors, done.Count == 0 ? observe : null);
                writer.Complete(options.CancellationToken);
            }
        }

        return (new StoredFeatures(ArtifactReader.Open(store, artifact), codec, map.Layout), reused);
    }

    private static void Collect(
        ArtifactWriter writer, HashSet<int> done, IFeatureMap map, IFeatureCodec codec, BatchReader train, long rows,
        AttributionOptions options, EncodedRows chunk, IReadOnlyList<StoredTensor> tensors, Action<EncodedRows>? observe)
    {
        ShardWriter? shard = null;
        var contents = new byte[16 * chunk.Capacity];
        var finished = done.Sum(index => Math.Min(writer.RowsPerShard, rows - ((long)index * writer.RowsPerShard)));
        options.Progress?.Report(new AttributionProgress("collect gradients", finished, rows));
        try
        {
            foreach (var read in train.Read(options.BatchSize, chunk.Capacity, row => done.Contains((int)(row / writer.RowsPerShard)), options.CancellationToken))
            {
                shard ??= writer.BeginShard((int)(read.FirstRow / writer.RowsPerShard), options.CancellationToken);
                for (var i = 0; i < read.Contents.Count; i++)
                    BinaryPrimitives.WriteUInt128LittleEndian(contents.AsSpan(16 * (chunk.Count + i)), read.Contents[i]);
                using (var features = map.Map(read.Batch))
                    codec.Encode(features, map.Layout, chunk);
                shard.AppendIds(read.Batch.Ids);
                finished += read.Batch.Count;
                options.Progress?.Report(new AttributionProgress("collect gradients", finished, rows));

                var next = read.FirstRow + read.Batch.Count;
                if (chunk.Count < chunk.Capacity && next < rows)
                    continue;
                foreach (var tensor in tensors)
                    shard.Append(tensor.Name, chunk[tensor.Name].bytes[..checked((int)(chunk.Count * tensor.RowBytes))], options.CancellationToken);
                shard.Append(StoredFeatures.ContentTensor, contents.AsSpan(0, 16 * chunk.Count), options.CancellationToken);
                observe?.Invoke(chunk);
                chunk.Count = 0;
                if (next % writer.RowsPerShard == 0 || next == rows)
                {
                    shard.Commit(options.CancellationToken);
                    shard.Dispose();
                    shard = null;
                }
            }
        }
        finally
        {
            shard?.Dispose();
        }
    }
}
