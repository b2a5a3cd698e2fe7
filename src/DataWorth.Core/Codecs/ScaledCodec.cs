using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features as small numbers with a scale per row and block: for each block NAME and NAME.scale [N] float32, x ~ scale times the
/// numbers. A block is a tracked module, so that a module with small gradients keeps its accuracy beside one with large ones.</summary>
internal abstract class ScaledCodec : IFeatureCodec
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Describe(FeatureLayout layout) =>
        [.. layout.Blocks.SelectMany(block => new[] { Numbers(block), new StoredTensor(ScaleName(block), ScalarType.Float32, []) })];

    /// <inheritdoc/>
    public void Encode(FeatureBatch batch, FeatureLayout layout, EncodedRows rows)
    {
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var (numbers, scales) = Quantize(batch.Blocks[i]);
            rows[layout.Blocks[i].Name].narrow(0, rows.Count, batch.Count).copy_(numbers);
            rows[ScaleName(layout.Blocks[i])].narrow(0, rows.Count, batch.Count).copy_(scales);
        }

        rows.Count += batch.Count;
    }

    /// <inheritdoc/>
    public FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var device = rows.Rows(layout.Blocks[0].Name).device;
        var decoded = empty([rows.Count, layout.Size], type, device);
        var table = Table(type, device);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var inner = NewDisposeScope();
            var block = layout.Blocks[i];
            var numbers = rows.Rows(block.Name).flatten(1);
            layout
                .Slice(decoded, i)
                .copy_(table is null ? numbers : TiledScore.Expand(table, numbers, block.Size))
                .mul_(rows.Rows(ScaleName(block)).to_type(type).unsqueeze(1));
        }

        return FeatureBatch.FromRows(decoded, layout);
    }

    /// <inheritdoc/>
    public Tensor Score(EncodedRows rows, FeatureLayout layout, Tensor queries, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        var sums = zeros([groups.Count, rows.Count, queries.shape[0]], queries.dtype, queries.device);
        var table = Table(queries.dtype, queries.device);
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            var block = layout.Blocks[i];
            TiledScore.Add(
                sums.select(0, groups[i]),
                rows.Rows(block.Name).flatten(1),
                layout.Slice(queries, i),
                rows.Rows(ScaleName(block)),
                table
            );
        }

        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>What is stored of a block besides its scale.</summary>
    private protected abstract StoredTensor Numbers(BlockShape block);

    /// <summary>The numbers, in the shape that is stored, and the scales [B].</summary>
    private protected abstract (Tensor Numbers, Tensor Scales) Quantize(GradientBlock gradients);

    /// <summary>The k numbers that each stored byte stands for, [256, k]; null (the default) when numbers are stored as they are.</summary>
    private protected virtual Tensor? Table(ScalarType type, Device device) => null;

    private static string ScaleName(BlockShape block) => block.Name + ".scale";
}
