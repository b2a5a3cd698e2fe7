using System.Buffers.Binary;
using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>The stage 'collect gradients': runs the model over the training view once and persists the features; what an earlier run
/// finished is kept.</summary>
internal sealed class FeatureCollection
{
    /// <summary>Name of the artifact kind.</summary>
    public const string Kind = "gradients";

    private const string Stage = "collect gradients";

    private readonly IArtifactStore _store;
    private readonly FingerprintBuilder _key;
    private readonly IFeatureMap _map;
    private readonly IFeatureCodec _codec;
    private readonly BatchReader _train;
    private readonly long _rows;
    private readonly ScalarType _type;
    private readonly AttributionOptions _options;
    private readonly IReadOnlyList<StoredTensor> _tensors;
    private bool _isCollected;

    /// <param name="store">Where features are kept.</param>
    /// <param name="key">Everything they depend on.</param>
    /// <param name="map">Makes them.</param>
    /// <param name="codec">Encodes them.</param>
    /// <param name="train">The training view.</param>
    /// <param name="rows">Its number of rows.</param>
    /// <param name="type">Floating type of the model.</param>
    /// <param name="options">Batch size, shard size, progress, cancellation.</param>
    public FeatureCollection(
        IArtifactStore store,
        FingerprintBuilder key,
        IFeatureMap map,
        IFeatureCodec codec,
        BatchReader train,
        long rows,
        ScalarType type,
        AttributionOptions options
    )
    {
        _type = type;
        _store = store;
        _key = key;
        _map = map;
        _codec = codec;
        _train = train;
        _rows = rows;
        _options = options;
        _tensors = StoredFeatures.Tensors(codec, map);
    }

    /// <summary>Examples that an earlier run had stored.</summary>
    public long Reused { get; private set; }

    /// <summary>Whether an earlier run stored some examples, so that a pass over the missing ones is not a pass over all.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Rows per chunk: batches never cross a multiple of it.</summary>
    public int ChunkRows => Chunking.RowsPerChunk(_tensors);

    /// <summary>How they are encoded.</summary>
    public IFeatureCodec Codec => _codec;

    /// <summary>Key of the features.</summary>
    public ArtifactKey Artifact => _key.ToKey(Kind);

    /// <summary>Opens the features if they are all there.</summary>
    public StoredFeatures? TryOpen()
    {
        var reader = ArtifactReader.TryOpen(_store, Artifact, _options.Verification);
        if (reader is null)
        {
            return null;
        }

        if (!_isCollected)
        {
            Reused = _rows;
        }

        return new StoredFeatures(reader, _codec, _map, _type);
    }

    /// <summary>Computes what is missing, telling the consumer every batch and every full chunk as it passes; at the end the artifact is
    /// complete.</summary>
    public IEnumerable<(FeatureBatch? Batch, EncodedRows? Chunk)> Run()
    {
        var layout = _tensors
            .Select(tensor => new ArtifactTensorLayout(tensor.Name, StorageTypes.ToFile(tensor.Type), tensor.RowShape))
            .Append(ArtifactTensorLayout.Of(StoredFeatures.ContentTensor, SafetensorsDType.I64, 2))
            .ToList();

        using var writer = ArtifactWriter.Create(
            _store,
            Artifact,
            layout,
            new ArtifactWriterOptions
            {
                Codec = _codec.Name,
                RowCount = _rows,
                RowsPerShard = Chunking.RowsPerShard(_tensors, _rows, _options.ShardBytes),
                Options = _key.Options,
                Provenance = Provenance.Current,
            },
            _options.CancellationToken
        );
        if (writer.IsComplete)
        {
            yield break;
        }

        var done = writer.CompletedShards.ToHashSet();
        Reused = done.Sum(shard => Math.Min(writer.RowsPerShard, _rows - ((long)shard * writer.RowsPerShard)));
        IsPartial = done.Count > 0;
        using var chunk = new EncodedRows(_tensors, ChunkRows) { Count = 0 };
        var ids = new List<string>();
        var contents = new byte[16 * chunk.Capacity];
        var finished = Reused;
        ShardBuffer? shard = null;
        try
        {
            _options.Progress?.Report(new AttributionProgress(Stage, finished, _rows));
            foreach (
                var read in _train.Read(
                    _options.BatchSize,
                    chunk.Capacity,
                    row => done.Contains((int)(row / writer.RowsPerShard)),
                    _options.CancellationToken
                )
            )
            {
                shard ??= writer.Begin((int)(read.FirstRow / writer.RowsPerShard), _options.CancellationToken);
                for (var i = 0; i < read.Contents.Count; i++)
                {
                    BinaryPrimitives.WriteUInt128LittleEndian(contents.AsSpan(16 * (chunk.Count + i)), read.Contents[i]);
                }

                using (var features = _map.Map(read.Batch))
                {
                    StoredFeatures.Encode(features, _codec, _map.Layout, chunk);
                    yield return (features, null);
                }

                ids.AddRange(read.Batch.Ids);
                finished += read.Batch.Count;
                _options.Progress?.Report(new AttributionProgress(Stage, finished, _rows));
                var next = read.FirstRow + read.Batch.Count;
                if (chunk.Count < chunk.Capacity && next < _rows)
                {
                    continue;
                }

                Append(shard, (int)(next - chunk.Count - shard.FirstRow), chunk, contents);
                yield return (null, chunk);
                chunk.Count = 0;
                if (next % writer.RowsPerShard == 0 || next == _rows)
                {
                    shard.Ids = [.. ids];
                    ids.Clear();
                    writer.Commit(shard, _options.CancellationToken);
                    shard = null;
                }
            }
        }
        finally
        {
            shard?.Dispose();
        }

        writer.Complete(_options.CancellationToken);
        _isCollected = true;
    }

    private void Append(ShardBuffer shard, int row, EncodedRows chunk, byte[] contents)
    {
        foreach (var tensor in _tensors)
        {
            var bytes = checked((int)(chunk.Count * tensor.RowBytes));
            chunk[tensor.Name].bytes[..bytes].CopyTo(shard[tensor.Name][(int)(row * tensor.RowBytes)..]);
        }

        contents.AsSpan(0, 16 * chunk.Count).CopyTo(shard[StoredFeatures.ContentTensor][(16 * row)..]);
    }
}
