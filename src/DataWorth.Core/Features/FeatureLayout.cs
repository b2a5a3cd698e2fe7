namespace DataWorth.Features;

/// <summary>How the blocks lie in a feature vector phi in R^D: concatenated in order, each row-major [Outputs, Inputs].</summary>
public sealed class FeatureLayout
{
    private readonly long[] _offsets;

    /// <summary>Lays the blocks one after the other.</summary>
    public FeatureLayout(IReadOnlyList<BlockShape> blocks)
    {
        Blocks = blocks;
        _offsets = new long[blocks.Count + 1];
        for (var i = 0; i < blocks.Count; i++)
            _offsets[i + 1] = _offsets[i] + blocks[i].Size;
    }

    /// <summary>The blocks in order.</summary>
    public IReadOnlyList<BlockShape> Blocks { get; }

    /// <summary>Length D of the feature vector.</summary>
    public long Size => _offsets[^1];

    /// <summary>First column of block <paramref name="index"/>.</summary>
    public long Offset(int index) => _offsets[index];

    /// <summary>The columns of block <paramref name="index"/> of features [B, D], as a view [B, size].</summary>
    /// <exception cref="ArgumentException">The features have another width than this layout.</exception>
    public Tensor Slice(Tensor features, int index)
    {
        if (features.shape[^1] != Size)
            Throw.FeatureSize(features.shape[^1], Size);
        return features.narrow(-1, _offsets[index], Blocks[index].Size);
    }
}
