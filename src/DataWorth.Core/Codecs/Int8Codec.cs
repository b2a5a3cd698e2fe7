using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features as 8-bit integers with a scale per row and block: for each block NAME [N, O, I] int8 and NAME.scale [N]
/// float32.</summary>
/// <remarks>
/// For row n and block b: scale = max_j |x_nj| / 127, stored number = round(x_nj / scale), to even at ties, from -127 to 127; a block of
/// zeros has scale 0.
/// The error of a number is at most half its scale, max_j |x_nj| / 254, beyond the rounding of float32. A block is a tracked module, so
/// that a module with small
/// gradients keeps its accuracy beside one with large ones. A number that is not finite makes its block not a number.
/// </remarks>
public sealed class Int8Codec : IFeatureCodec
{
    private const double Largest = 127;
    private const string ScaleSuffix = ".scale";

    /// <inheritdoc/>
    public string Name => "int8";

    /// <summary>Name of the stored scales of a block.</summary>
    /// <param name="block">The block.</param>
    public static string ScaleName(BlockShape block) => block.Name + ScaleSuffix;

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Describe(FeatureLayout layout) =>
        [
            .. layout.Blocks.SelectMany(block =>
                new[]
                {
                    new StoredTensor(block.Name, ScalarType.Int8, [block.Outputs, block.Inputs]),
                    new StoredTensor(ScaleName(block), ScalarType.Float32, []),
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
            var values = batch.Blocks[i].Materialize().to_type(ScalarType.Float32); // [B, O, I]
            var scales = values.abs().amax([1, 2], keepdim: true).div_(Largest); // [B, 1, 1]

            // Where all are zero 0 / 0 is avoided; a scale that is not finite stays and spoils the block visibly.
            var divisors = scales.where(scales.ne(0), ones_like(scales));
            rows[block.Name].narrow(0, rows.Count, batch.Count).copy_(values.div(divisors).round_());
            rows[ScaleName(block)].narrow(0, rows.Count, batch.Count).copy_(scales.view(-1));
        }

        rows.Count += batch.Count;
    }

    /// <inheritdoc/>
    public FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var decoded = empty([rows.Count, layout.Size], type, CPU);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            var block = layout.Blocks[i];
            layout.Slice(decoded, i).copy_(rows.Rows(block.Name).flatten(1)).mul_(rows.Rows(ScaleName(block)).to_type(type).unsqueeze(1));
        }

        return FeatureBatch.FromRows(decoded, layout);
    }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows, FeatureLayout layout, Tensor queries, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        var sums = zeros([groups.Count, rows.Count, queries.shape[0]], queries.dtype, queries.device);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            var block = layout.Blocks[i];
            TiledScore.Add(
                sums.select(0, groups[i]),
                rows.Rows(block.Name).flatten(1),
                layout.Slice(queries, i),
                rows.Rows(ScaleName(block))
            );
        }

        return sums.MoveToOuterDisposeScope();
    }
}
