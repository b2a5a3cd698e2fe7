using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>Training features for curvatures: the first pass is the collection itself where it is still to be done, later passes read the
/// store or run the model.</summary>
internal sealed class TrainingFeatures : ITrainingFeatures
{
    private readonly IFeatureMap _map;
    private readonly BatchReader _reader;
    private readonly AttributionOptions _options;
    private readonly FeatureCollection? _collection;

    /// <param name="map">Makes the features.</param>
    /// <param name="reader">The training view.</param>
    /// <param name="count">Its number of rows.</param>
    /// <param name="placement">Floating type and device of the model.</param>
    /// <param name="options">Batch size, progress, cancellation.</param>
    /// <param name="collection">Where they are stored; null when they are not.</param>
    public TrainingFeatures(
        IFeatureMap map,
        BatchReader reader,
        long count,
        (ScalarType Type, Device Device) placement,
        AttributionOptions options,
        FeatureCollection? collection
    )
    {
        _map = map;
        _reader = reader;
        _options = options;
        _collection = collection;
        Count = count;
        (Type, Device) = placement;
        Stored = collection?.TryOpen();
    }

    public FeatureLayout Layout => _map.Layout;

    public ScalarType Type { get; }

    public Device Device { get; }

    public long Count { get; }

    /// <summary>The stored features once they are complete; the caller disposes them.</summary>
    public StoredFeatures? Stored { get; private set; }

    /// <summary>Makes sure that the features are stored, if they are to be.</summary>
    public void Complete()
    {
        if (_collection is null || Stored is not null)
        {
            return;
        }

        foreach (var _ in _collection.Run()) { }

        Stored = _collection.TryOpen();
    }

    public IEnumerable<FeatureBatch> Rows()
    {
        if (_collection is null)
        {
            return Gradients();
        }

        if (Stored is null)
        {
            // A run that goes on where another stopped does not see all rows: it completes the store first and reads it from the start.
            var first = _collection.Run().GetEnumerator();
            var more = first.MoveNext();
            if (!_collection.IsPartial)
            {
                return RowsWhileCollecting(first, more);
            }

            while (more)
            {
                more = first.MoveNext();
            }

            first.Dispose();
            Stored = _collection.TryOpen();
        }

        return StoredRows();
    }

    public IEnumerable<FeatureBatch> Gradients()
    {
        if (_collection is not null && Stored is null)
        {
            var first = _collection.Run().GetEnumerator();
            var more = first.MoveNext();
            if (!_collection.IsPartial)
            {
                return GradientsWhileCollecting(first, more);
            }

            while (more)
            {
                more = first.MoveNext();
            }

            first.Dispose();
            Stored = _collection.TryOpen();
        }

        return ModelGradients();
    }

    private IEnumerable<FeatureBatch> RowsWhileCollecting(IEnumerator<(FeatureBatch? Batch, EncodedRows? Chunk)> passing, bool more)
    {
        using (passing)
        {
            for (; more; more = passing.MoveNext())
            {
                if (passing.Current.Chunk is { } chunk)
                {
                    foreach (var batch in StoredFeatures.Decode(chunk, _collection!.Codec, Layout, Type))
                    {
                        yield return batch;
                    }
                }
            }
        }

        Stored = _collection!.TryOpen();
    }

    private IEnumerable<FeatureBatch> GradientsWhileCollecting(IEnumerator<(FeatureBatch? Batch, EncodedRows? Chunk)> passing, bool more)
    {
        using (passing)
        {
            for (; more; more = passing.MoveNext())
            {
                if (passing.Current.Batch is { } batch)
                {
                    yield return batch;
                }
            }
        }

        Stored = _collection!.TryOpen();
    }

    private IEnumerable<FeatureBatch> StoredRows()
    {
        long done = 0;
        foreach (var chunk in Stored!.Stream(_options.CancellationToken))
        {
            foreach (var batch in StoredFeatures.Decode(chunk, Stored.Codec, Layout, Type))
            {
                yield return batch;
            }

            done += chunk.Count;
            _options.Progress?.Report(new AttributionProgress("fit curvature", done, Count));
        }
    }

    private IEnumerable<FeatureBatch> ModelGradients()
    {
        long done = 0;
        foreach (var read in _reader.Read(_options.BatchSize, _collection?.ChunkRows ?? 0, null, _options.CancellationToken))
        {
            using var features = _map.Map(read.Batch);
            yield return features;
            done += read.Batch.Count;
            _options.Progress?.Report(new AttributionProgress("fit curvature", done, Count));
        }
    }
}
