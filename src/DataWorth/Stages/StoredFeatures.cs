using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;

namespace DataWorth.Stages;

/// <summary>The features of the training examples in the store, read in chunks ahead of the computation.</summary>
internal sealed class StoredFeatures : IDisposable
{
    /// <summary>Name of the tensor that holds each row's content hash.</summary>
    public const string ContentTensor = "content";

    private const long DecodedNumbers = 1 << 24;

    private readonly ArtifactReader _reader;
    private readonly List<(ArtifactReader Reader, StoredTensor Tensor)> _tensors;
    private readonly Lazy<Dictionary<UInt128, long>> _rows;
    private ArtifactReader? _coefficientReader;
    private IExampleCoefficients? _coefficients;

    /// <summary>Takes ownership of the reader.</summary>
    public StoredFeatures(ArtifactReader reader, IFeatureCodec codec, IFeatureMap map, ScalarType type, Device device)
    {
        Type = type;
        Device = device;
        _reader = reader;
        Layout = map.Layout;
        var tensors = Tensors(codec, map);
        _tensors = [.. tensors.Select(tensor => (reader, tensor))];
        Codec = codec;
        ChunkRows = Chunking.RowsPerChunk(tensors);
        _rows = new Lazy<Dictionary<UInt128, long>>(ReadContents);
    }

    public IFeatureCodec Codec { get; }

    public FeatureLayout Layout { get; }

    /// <summary>Bytes per example in the store, without ids and content hashes.</summary>
    public long BytesPerExample => _tensors.Sum(entry => entry.Tensor.RowBytes);

    /// <summary>Floating type of computations on decoded rows: the model's.</summary>
    public ScalarType Type { get; }

    /// <summary>Device of computations: rows are read to the processor and go there by <see cref="EncodedRows.To"/> before they
    /// are decoded or scored.</summary>
    public Device Device { get; }

    public long Count => _reader.Manifest.Rows;

    public IReadOnlyList<string> Ids => _reader.ExampleIds;

    public ArtifactManifest Manifest => _reader.Manifest;

    /// <summary>Rows per chunk: the unit of reading and of curvature sums, a function of the codec's row size only.</summary>
    public int ChunkRows { get; }

    /// <summary>What is kept per example: the codec's tensors and the map's scalars.</summary>
    public static IReadOnlyList<StoredTensor> Tensors(IFeatureCodec codec, IFeatureMap map) =>
        [.. codec.Describe(map.Layout), .. map.Scalars.Select(name => new StoredTensor(name, ScalarType.Float64, []))];

    /// <summary>The tensors of a file.</summary>
    /// <param name="tensors">What is kept per example.</param>
    /// <param name="hasContents">Whether the hash of each row's content is kept too.</param>
    public static IReadOnlyList<ArtifactTensorLayout> FileLayout(IReadOnlyList<StoredTensor> tensors, bool hasContents) =>
        [
            .. tensors.Select(tensor => new ArtifactTensorLayout(tensor.Name, StorageTypes.ToFile(tensor.Type), tensor.RowShape)),
            .. hasContents ? new[] { ArtifactTensorLayout.Of(ContentTensor, SafetensorsDType.I64, 2) } : [],
        ];

    /// <summary>Rows in order, decoded; each batch is valid until the next is asked for.</summary>
    /// <param name="range">Which rows: whole chunks, or to the last row.</param>
    /// <param name="progress">Told how many rows were given.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public IEnumerable<FeatureBatch> Batches(RowRange range, Action<long> progress, CancellationToken cancellationToken)
    {
        long done = 0;
        foreach (var chunk in Stream(range, cancellationToken))
        {
            foreach (var batch in Decode(chunk, Codec, Layout, Type))
            {
                yield return batch;
            }

            done += chunk.Count;
            progress(done);
        }
    }

    /// <summary>The rows of a buffer as features, so many at a time that their numbers take at most 64 MiB; each batch is valid until the
    /// next is asked for.</summary>
    public static IEnumerable<FeatureBatch> Decode(EncodedRows rows, IFeatureCodec codec, FeatureLayout layout, ScalarType type)
    {
        var step = (int)Math.Clamp(DecodedNumbers / layout.Size, 1, int.MaxValue);
        for (var first = 0; first < rows.Count; first += step)
        {
            using var part = rows.Part(first, Math.Min(step, rows.Count - first));
            using var batch = codec.Decode(part, layout, type);
            yield return batch;
        }
    }

    /// <summary>Whether the curvature's coefficients are read too.</summary>
    public bool HasCoefficients => _coefficients is not null;

    /// <summary>Reads the curvature's coefficients together with the features from now on. Takes ownership of the reader.</summary>
    public void Attach(ArtifactReader reader, IReadOnlyList<StoredTensor> tensors, IExampleCoefficients coefficients)
    {
        (_coefficientReader, _coefficients) = (reader, coefficients);
        _tensors.AddRange(tensors.Select(tensor => (reader, tensor)));
    }

    /// <summary>Appends features that were just computed to a buffer, as if they had been stored, with their coefficients.</summary>
    public void Append(FeatureBatch features, EncodedRows rows)
    {
        rows.Append(features, Codec, Layout);
        if (_coefficients is not null)
        {
            WriteCoefficients(_coefficients, rows, rows);
        }
    }

    /// <summary>Computes the coefficients of a buffer's rows into the same rows of a buffer that has their tensors.</summary>
    public void WriteCoefficients(IExampleCoefficients coefficients, EncodedRows features, EncodedRows destination)
    {
        var first = 0;
        using var moved = features.To(Device);
        foreach (var batch in Decode(moved, Codec, Layout, Type))
        {
            coefficients.WriteCoefficients(batch, destination, first);
            first += batch.Count;
        }
    }

    /// <summary>The stored row with this content, if any.</summary>
    public long? Find(UInt128 content) => _rows.Value.TryGetValue(content, out var row) ? row : null;

    /// <summary>Rows in order, chunk by chunk (<see cref="ChunkRows"/>), where they lie in shards that were read ahead; a chunk is valid
    /// until the next is asked for.</summary>
    /// <param name="range">Which rows: whole chunks, or to the last row.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public IEnumerable<EncodedRows> Stream(RowRange range, CancellationToken cancellationToken)
    {
        var cursors = new Dictionary<ArtifactReader, ScanCursor>();
        try
        {
            // Two artifacts side by side keep the storage busy with one shard ahead each; more would delay the first.
            var sources = _tensors.Select(entry => entry.Reader).Distinct().ToList();
            foreach (var source in sources)
            {
                cursors.Add(
                    source,
                    new ScanCursor(
                        source,
                        range,
                        source == _reader ? ChunkRows : int.MaxValue,
                        sources.Count > 1 ? 0 : 1,
                        cancellationToken
                    )
                );
            }

            var end = Math.Min(Count, range.End);
            for (var row = range.First; row < end; )
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Artifacts of features and coefficients are cut at different rows. Where rows are cut does not depend on what was read
                // before.
                var count = (int)
                    Math.Min(Math.Min(ChunkRows - (row % ChunkRows), end - row), cursors.Values.Min(cursor => cursor.MoveTo(row)));
                using var rows = new EncodedRows(
                    _tensors.ToDictionary(entry => entry.Tensor.Name, entry => cursors[entry.Reader].Rows(entry.Tensor, row, count)),
                    count,
                    count
                );
                using var moved = rows.To(Device);
                yield return moved;
                row += count;
            }
        }
        finally
        {
            foreach (var cursor in cursors.Values)
            {
                cursor.Dispose();
            }
        }
    }

    /// <summary>A buffer for rows of this store.</summary>
    public EncodedRows NewBuffer(int rows) => new([.. _tensors.Select(entry => entry.Tensor)], rows);

    /// <summary>Appends stored rows first..first+count-1 to a buffer.</summary>
    public void Read(EncodedRows buffer, long first, int count)
    {
        foreach (var (reader, tensor) in _tensors)
        {
            var bytes = buffer[tensor.Name]
                .bytes.Slice(checked((int)(buffer.Count * tensor.RowBytes)), checked((int)(count * tensor.RowBytes)));
            reader.ReadRows(tensor.Name, first, count, bytes);
        }

        buffer.Count += count;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _coefficientReader?.Dispose();
    }

    /// <summary>The content hashes of the rows of an artifact, in order.</summary>
    public static IEnumerable<UInt128> Contents(ArtifactReader reader)
    {
        const int Rows = 8192;
        var contents = new byte[Rows * 16];
        for (long first = 0; first < reader.Manifest.Rows; first += Rows)
        {
            var count = (int)Math.Min(Rows, reader.Manifest.Rows - first);
            reader.ReadRows(ContentTensor, first, count, contents.AsSpan(0, count * 16));
            for (var i = 0; i < count; i++)
            {
                yield return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(contents.AsSpan(i * 16));
            }
        }
    }

    /// <summary>The content hash of a stored row.</summary>
    public UInt128 Content(long row)
    {
        Span<byte> content = stackalloc byte[16];
        _reader.ReadRows(ContentTensor, row, 1, content);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(content);
    }

    /// <summary>How training rows that were read once differ from those of an artifact of features.</summary>
    public static ChangedRows Difference(ArtifactReader features, BatchReader train, long now)
    {
        var (then, row) = (features.Manifest.Rows, train.FirstDifference(features.ExampleIds, Contents(features)));
        return new(then, now, row, row < then ? features.ExampleIds[(int)row] : null);
    }

    /// <summary>How training rows that were read once differ from those stored.</summary>
    public ChangedRows Difference(BatchReader train, long now) => Difference(_reader, train, now);

    private Dictionary<UInt128, long> ReadContents()
    {
        var (index, row) = (new Dictionary<UInt128, long>(), 0L);
        foreach (var content in Contents(_reader))
        {
            index.TryAdd(content, row++);
        }

        return index;
    }
}
