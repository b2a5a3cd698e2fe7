using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features as they are, one row-major tensor "features" [N, D] in a floating type.</summary>
internal sealed class DenseCodec : IFeatureCodec
{
    /// <summary>Name of the stored tensor.</summary>
    public const string TensorName = "features";

    private readonly ScalarType _type;

    /// <summary>Chooses the element type on disk.</summary>
    /// <param name="type">Float32 (default), Float64, BFloat16 or Float16.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another type.</exception>
    public DenseCodec(ScalarType type = ScalarType.Float32) => _type = FloatingType.Require(type);

    /// <inheritdoc/>
    public string Name => FloatingType.NameOf(_type);

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Describe(FeatureLayout layout) => [new StoredTensor(TensorName, _type, [layout.Size])];

    /// <inheritdoc/>
    public void Encode(FeatureBatch batch, FeatureLayout layout, EncodedRows rows)
    {
        using var scope = NewDisposeScope();
        var room = rows[TensorName].narrow(0, rows.Count, batch.Ids.Count);
        batch.WriteTo(room, layout); // straight into the buffer that goes to disk
        rows.Count += batch.Ids.Count;
    }

    /// <inheritdoc/>
    public FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var scope = NewDisposeScope();
        return FeatureBatch.FromRows(rows.Rows(TensorName).to_type(type), layout);
    }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows, FeatureLayout layout, Tensor queries, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        var features = rows.Rows(TensorName);
        if (groups.Count == 1 && features.dtype == queries.dtype)
        {
            return mm(features, queries.t()).unsqueeze(0).MoveToOuterDisposeScope();
        }

        var sums = zeros([groups.Count, rows.Count, queries.shape[0]], queries.dtype, queries.device);
        foreach (var (group, first, count) in groups.Runs)
        {
            var (start, width) = (layout.Offset(first), layout.Offset(first + count) - layout.Offset(first));
            var (part, weights) = (features.narrow(1, start, width), queries.narrow(1, start, width));
            if (features.dtype == queries.dtype)
            {
                sums.select(0, group).addmm_(part, weights.t(), 1, 1);
            }
            else
            {
                TiledScore.Add(sums.select(0, group), part, weights);
            }
        }

        return sums.MoveToOuterDisposeScope();
    }
}
