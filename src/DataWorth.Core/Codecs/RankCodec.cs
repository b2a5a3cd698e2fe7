using DataWorth.Features;
using DataWorth.LinearAlgebra;

namespace DataWorth.Codecs;

/// <summary>Features as rank-c factors per block: G ~ U V^T with U [O, c] and V [I, c], stored as NAME.u and NAME.v.</summary>
/// <remarks>c (O + I) numbers per block instead of O I. Source: LoRIF, arXiv:2601.21929.</remarks>
internal sealed class RankCodec : IFeatureCodec
{
    private readonly LowRankOptions _options;
    private readonly ScalarType _type;

    /// <summary>Chooses rank and element type.</summary>
    /// <param name="options">Rank c and how factors are found.</param>
    /// <param name="type">Element type on disk: BFloat16, Float16, Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1, or another type.</exception>
    public RankCodec(LowRankOptions options, ScalarType type = ScalarType.BFloat16)
    {
        if (options.Rank < 1)
        {
            CoreThrow.Range("FactorRank", options.Rank, "at least 1");
        }

        _options = options;
        _type = FloatingType.Require(type);
    }

    /// <inheritdoc/>
    public string Name => $"rank-{_options.Rank}-{FloatingType.NameOf(_type)}";

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Describe(FeatureLayout layout) =>
        [
            .. layout.Blocks.SelectMany(block =>
                new[]
                {
                    new StoredTensor(block.Name + ".u", _type, [block.Outputs, Rank(block)]),
                    new StoredTensor(block.Name + ".v", _type, [block.Inputs, Rank(block)]),
                }
            ),
        ];

    /// <inheritdoc/>
    public void Encode(FeatureBatch batch, FeatureLayout layout, EncodedRows rows)
    {
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var block = layout.Blocks[i];
            var options = _options with { Rank = (int)Rank(block) };
            using var factors = batch.Blocks[i] is KroneckerGradient kronecker
                ? LowRankFactorization.FromFactors(kronecker.OutputGradients, kronecker.Activations, options, block.Name)
                : LowRankFactorization.FromMatrices(batch.Blocks[i].Materialize(), options, block.Name);
            rows[block.Name + ".u"].narrow(0, rows.Count, batch.Count).copy_(factors.U);
            rows[block.Name + ".v"].narrow(0, rows.Count, batch.Count).copy_(factors.V);
        }

        rows.Count += batch.Count;
    }

    /// <inheritdoc/>
    public FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var scope = NewDisposeScope();
        return FeatureBatch.FromRows(
            cat(
                [
                    .. layout.Blocks.Select(block =>
                        matmul(rows.Rows(block.Name + ".u").to_type(type), rows.Rows(block.Name + ".v").to_type(type).transpose(1, 2))
                            .flatten(1)
                    ),
                ],
                1
            ),
            layout
        );
    }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows, FeatureLayout layout, Tensor queries, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        var sums = zeros([groups.Count, rows.Count, queries.shape[0]], queries.dtype, queries.device);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var inner = NewDisposeScope();
            var block = layout.Blocks[i];
            var (u, v) = Factors(rows, block, queries.dtype);
            FactorProducts.Add(sums.select(0, groups[i]), u, v, layout.Slice(queries, i).reshape(-1, block.Outputs, block.Inputs));
        }

        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>The factors of the valid rows, U [B, O, c] and V [B, I, c].</summary>
    /// <param name="rows">Encoded features.</param>
    /// <param name="block">The block.</param>
    /// <param name="type">Type to compute in.</param>
    public static (Tensor U, Tensor V) Factors(EncodedRows rows, BlockShape block, ScalarType type) =>
        (rows.Rows(block.Name + ".u").to_type(type), rows.Rows(block.Name + ".v").to_type(type));

    private long Rank(BlockShape block) => Math.Min(_options.Rank, Math.Min(block.Outputs, block.Inputs));
}
