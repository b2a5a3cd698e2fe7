using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features as signs with one magnitude per row and block: for each block NAME [N, ceil(O I / 8)] uint8 and NAME.scale [N]
/// float32.</summary>
/// <remarks>
/// For row n and block b: scale = mean_j |x_nj|, x_nj ~ scale sign(x_nj), which of all multiples of the signs errs least in the sum of
/// squares. Bit j mod 8 (the lowest first) of byte j div 8 is set where x_nj is negative; bits beyond O I are not. A block of zeros has scale
/// 0; a number that is not finite makes the scale, and so its block, not finite.
/// </remarks>
public sealed class SignCodec : IFeatureCodec
{
    private const int BitsPerByte = 8;
    private const string ScaleSuffix = ".scale";

    /// <inheritdoc/>
    public string Name => "sign";

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Describe(FeatureLayout layout) =>
        [
            .. layout.Blocks.SelectMany(block =>
                new[]
                {
                    new StoredTensor(block.Name, ScalarType.Byte, [Bytes(block)]),
                    new StoredTensor(block.Name + ScaleSuffix, ScalarType.Float32, []),
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
            var values = batch.Blocks[i].Flatten(); // [B, O I]
            var bits = zeros([batch.Count, Bytes(block) * BitsPerByte], ScalarType.Byte, values.device);
            bits.narrow(1, 0, block.Size).copy_(values.lt(0));
            var weights = tensor(new byte[] { 1, 2, 4, 8, 16, 32, 64, 128 }, device: values.device);
            var bytes = bits.view(batch.Count, Bytes(block), BitsPerByte).mul_(weights).sum(-1, type: ScalarType.Byte); // at most 255
            rows[block.Name].narrow(0, rows.Count, batch.Count).copy_(bytes);

            // Summed in float64: a sum of many large float32 numbers may exceed its range where their mean does not.
            rows[block.Name + ScaleSuffix].narrow(0, rows.Count, batch.Count).copy_(values.abs().mean([1], type: ScalarType.Float64));
        }

        rows.Count += batch.Count;
    }

    /// <inheritdoc/>
    public FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var decoded = empty([rows.Count, layout.Size], type, CPU);
        var signs = Signs(type, CPU);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var inner = NewDisposeScope();
            var block = layout.Blocks[i];
            var bytes = rows.Rows(block.Name).to_type(ScalarType.Int32).flatten();
            var values = signs.index_select(0, bytes).view(rows.Count, Bytes(block) * BitsPerByte).narrow(1, 0, block.Size);
            layout.Slice(decoded, i).copy_(values).mul_(rows.Rows(block.Name + ScaleSuffix).to_type(type).unsqueeze(1));
        }

        return FeatureBatch.FromRows(decoded, layout);
    }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows, FeatureLayout layout, Tensor queries, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        var sums = zeros([groups.Count, rows.Count, queries.shape[0]], queries.dtype, queries.device);
        var signs = Signs(queries.dtype, queries.device);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            var block = layout.Blocks[i];
            TiledScore.Add(
                sums.select(0, groups[i]),
                rows.Rows(block.Name),
                layout.Slice(queries, i),
                rows.Rows(block.Name + ScaleSuffix),
                signs
            );
        }

        return sums.MoveToOuterDisposeScope();
    }

    private static long Bytes(BlockShape block) => (block.Size + BitsPerByte - 1) / BitsPerByte;

    /// <summary>The eight signs that each byte stands for, [256, 8].</summary>
    private static Tensor Signs(ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var bits = arange(0, 256, 1, ScalarType.Int32, device).unsqueeze(1).bitwise_right_shift(arange(0, 8, 1, ScalarType.Int32, device));
        return (1 - (bits.bitwise_and(tensor(1, device: device)) * 2)).to_type(type).MoveToOuterDisposeScope();
    }
}
