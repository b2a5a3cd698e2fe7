using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Stages;

/// <summary>Looks for gradients that float16 has no exponents for: each module of each row by itself, because a small one beside large ones has a
/// score and a damping of its own.</summary>
internal static class Float16Check
{
    private const float SmallestNormal = 1f / (1 << 14);

    /// <summary>Refuses a row of which a module's largest number has lost digits, or everything. A module that is exactly 0 is fine.</summary>
    /// <param name="features">The rows as the map gave them.</param>
    /// <param name="encoded">A buffer that ends with them.</param>
    /// <param name="tensors">What is stored.</param>
    /// <param name="layout">Blocks of the features: the modules.</param>
    public static void Require(FeatureBatch features, EncodedRows encoded, IReadOnlyList<StoredTensor> tensors, FeatureLayout layout)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var parts = tensors
            .Where(tensor => tensor is { Type: ScalarType.Float16, RowShape.Count: > 0 })
            .SelectMany(tensor =>
                Parts(tensor.Name, encoded[tensor.Name].narrow(0, encoded.Count - features.Count, features.Count).flatten(1), layout)
            )
            .GroupBy(part => (part.Name, part.Block), part => Largest(part.Rows))
            .ToList();
        if (parts.Count == 0)
        {
            return;
        }

        // Of a block's factors the smaller one counts: where it is 0, so is the block.
        using var sizes = stack([.. parts.Select(part => stack([.. part]).amin(0))]).cpu(); // [parts, B]
        var numbers = sizes.data<float>().ToArray();
        for (var i = 0; i < parts.Count; i++)
        {
            var ((name, block), stored) = (parts[i].Key, numbers[(i * features.Count)..((i + 1) * features.Count)]);
            if (Array.FindIndex(stored, size => size is > 0 and < SmallestNormal) is >= 0 and var row)
            {
                Throw.FeaturesTooSmall(features.Ids[row], name, stored[row]);
            }

            if (block is { } index && stored.Contains(0))
            {
                RequireZero(features, index, stored);
            }
        }
    }

    /// <summary>What a stored tensor has of which block: dense rows have all; else it is called as the block is, NAME, or NAME.u and NAME.v where
    /// the block is their product. Any other is looked at by itself.</summary>
    private static IEnumerable<(string Name, int? Block, Tensor Rows)> Parts(string name, Tensor rows, FeatureLayout layout)
    {
        var dot = name.LastIndexOf('.');
        foreach (var (index, block) in layout.Blocks.Index())
        {
            if (block.Name == name || (dot > 0 && block.Name == name[..dot]))
            {
                return [(block.Name, index, rows)];
            }
        }

        return rows.shape[1] == layout.Size
            ? layout.Blocks.Select((block, index) => (block.Name, (int?)index, layout.Slice(rows, index)))
            : [(name, null, rows)];
    }

    private static Tensor Largest(Tensor rows)
    {
        using var scope = NewDisposeScope();
        return rows.abs().amax(1).to_type(ScalarType.Float32).MoveToOuterDisposeScope(); // [B]
    }

    /// <summary>A block of which nothing is stored has to be 0.</summary>
    private static void RequireZero(FeatureBatch features, int block, float[] stored)
    {
        using var scope = NewDisposeScope();
        var gradients = features.Blocks[block];
        var sizes = gradients.Flatten().abs().amax(1).to_type(ScalarType.Float64).cpu().data<double>().ToArray();
        for (var row = 0; row < sizes.Length; row++)
        {
            if (stored[row] == 0 && sizes[row] > 0)
            {
                Throw.FeaturesTooSmall(features.Ids[row], gradients.Shape.Name, sizes[row]);
            }
        }
    }
}
