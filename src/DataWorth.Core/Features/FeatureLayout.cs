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
        {
            _offsets[i + 1] = _offsets[i] + blocks[i].Size;
        }
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
        {
            CoreThrow.FeatureSize(features.shape[^1], Size);
        }

        return features.narrow(-1, _offsets[index], Blocks[index].Size);
    }

    /// <summary>The layout of consecutive blocks by themselves.</summary>
    /// <param name="first">First block.</param>
    /// <param name="count">How many.</param>
    public FeatureLayout Range(int first, int count) => new([.. Blocks.Skip(first).Take(count)]);

    /// <summary>Cuts the blocks into consecutive parts of about equal O^2 + I^2, what Kronecker factors take.</summary>
    /// <param name="parts">How many, at least 1; blocks are not cut, so that there may be fewer.</param>
    public IReadOnlyList<(int First, int Count)> Split(int parts)
    {
        var costs = Blocks.Select(block => ((double)block.Outputs * block.Outputs) + ((double)block.Inputs * block.Inputs)).ToList();
        var (total, done) = (costs.Sum(), 0.0);
        var result = new List<(int First, int Count)>();
        var first = 0;
        for (var i = 0; i < costs.Count; i++)
        {
            done += costs[i];
            if (i + 1 < costs.Count && done < total * (result.Count + 1) / parts)
            {
                continue;
            }

            result.Add((first, i + 1 - first));
            first = i + 1;
        }

        return result;
    }
}
