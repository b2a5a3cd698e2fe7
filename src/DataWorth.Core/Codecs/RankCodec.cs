using DataWorth.Features;
using DataWorth.LinearAlgebra;
using TorchSharp;

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
    public bool KeepsPart => true;

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
        foreach (var blocks in Together(batch, layout))
        {
            using var scope = NewDisposeScope();
            var first = layout.Blocks[blocks[0]];
            var options = _options with { Rank = (int)Rank(first) };
            using var factors =
                blocks.Length > 1 ? FactorTogether(batch, blocks, options)
                : batch.Blocks[blocks[0]] is KroneckerGradient kronecker
                    ? LowRankFactorization.FromFactors(kronecker.OutputGradients, kronecker.Activations, options, first.Name)
                : LowRankFactorization.FromMatrices(batch.Blocks[blocks[0]].Materialize(), options, first.Name);
            foreach (var (place, block) in blocks.Index())
            {
                var name = layout.Blocks[block].Name;
                rows[name + ".u"].narrow(0, rows.Count, batch.Count).copy_(factors.U.narrow(0, place * batch.Count, batch.Count));
                rows[name + ".v"].narrow(0, rows.Count, batch.Count).copy_(factors.V.narrow(0, place * batch.Count, batch.Count));
            }
        }

        rows.Count += batch.Count;
    }

    // Blocks of one shape, on a GPU, which takes as long for one as for a hundred.
    private static IEnumerable<int[]> Together(FeatureBatch batch, FeatureLayout layout)
    {
        return batch.Blocks[0].Device.type == DeviceType.CPU
            ? Enumerable.Range(0, layout.Blocks.Count).Select(block => new[] { block })
            : layout
                .Blocks.Index()
                .GroupBy(entry => (entry.Item.Outputs, entry.Item.Inputs, batch.Blocks[entry.Index].IsOuterProduct))
                .SelectMany(group =>
                    group
                        .Select(entry => entry.Index)
                        .Chunk(
                            group.Key.IsOuterProduct
                                ? 1 // is its own factors
                                : (int)Math.Max(1, GradientBlock.WorkingNumbers / (batch.Count * group.Key.Outputs * group.Key.Inputs))
                        )
                );
    }

    private static LowRankFactors FactorTogether(FeatureBatch batch, int[] blocks, LowRankOptions options)
    {
        using var all = cat([.. blocks.Select(block => batch.Blocks[block].Materialize())]); // [blocks B, O, I]
        try
        {
            return LowRankFactorization.FromMatrices(all, options, batch.Blocks[blocks[0]].Shape.Name);
        }
        catch (InvalidOperationException)
        {
            // Which block is not finite?
            foreach (var (place, block) in blocks.Index())
            {
                var matrices = all.narrow(0, place * batch.Count, batch.Count);
                LowRankFactorization.FromMatrices(matrices, options, batch.Blocks[block].Shape.Name).Dispose();
            }

            throw;
        }
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
