namespace DataWorth.Features;

/// <summary>The features of a batch of examples, block by block. Owns its tensors.</summary>
public sealed class FeatureBatch : IDisposable
{
    /// <summary>Takes ownership of the blocks.</summary>
    /// <param name="ids">Example ids, [B].</param>
    /// <param name="blocks">One block per entry of the feature layout, in order.</param>
    /// <param name="scalars">Numbers kept per example beside phi, each [B] (TRAK's 1 - p).</param>
    public FeatureBatch(IReadOnlyList<string> ids, IReadOnlyList<GradientBlock> blocks, IReadOnlyDictionary<string, Tensor>? scalars = null)
    {
        Ids = ids;
        Blocks = blocks;
        Scalars = scalars ?? new Dictionary<string, Tensor>();
    }

    /// <summary>The examples' ids.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The blocks in the layout's order.</summary>
    public IReadOnlyList<GradientBlock> Blocks { get; }

    /// <summary>Numbers kept per example beside phi.</summary>
    public IReadOnlyDictionary<string, Tensor> Scalars { get; }

    /// <summary>Number of examples B.</summary>
    public int Count => Ids.Count;

    /// <summary>Features that were read from rows phi [B, D]; the blocks are views of it.</summary>
    public static FeatureBatch FromRows(IReadOnlyList<string> ids, Tensor rows, FeatureLayout layout)
    {
        using var scope = NewDisposeScope();
        return new FeatureBatch(
            ids,
            [
                .. layout.Blocks.Select(
                    (block, i) => new DenseGradient(block.Name, layout.Slice(rows, i).view(ids.Count, block.Outputs, block.Inputs))
                ),
            ]
        );
    }

    /// <summary>The same without ids.</summary>
    public static FeatureBatch FromRows(Tensor rows, FeatureLayout layout) =>
        FromRows(new UnnamedExamples((int)rows.shape[0]), rows, layout);

    /// <summary>Inner products with given features: result[g, b, q] = sum over the blocks l of group g of phi_b,l . q_q,l, [G, B, Q], block
    /// by block without forming phi.</summary>
    /// <param name="queries">[Q, D].</param>
    /// <param name="layout">Layout of both.</param>
    /// <param name="groups">Which blocks are summed.</param>
    public Tensor Dot(Tensor queries, FeatureLayout layout, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        return groups
            .Sum(i =>
            {
                var block = layout.Blocks[i];
                return Blocks[i].Dot(layout.Slice(queries, i).reshape(queries.shape[0], block.Outputs, block.Inputs));
            })
            .MoveToOuterDisposeScope();
    }

    /// <summary>Writes phi into the first rows of <paramref name="rows"/> [>= B, D], contiguous, block after block.</summary>
    public void WriteTo(Tensor rows, FeatureLayout layout)
    {
        for (var i = 0; i < Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var shape = layout.Blocks[i];
            Blocks[i].RoundTo(layout.Slice(rows.narrow(0, 0, Ids.Count), i).view(Ids.Count, shape.Outputs, shape.Inputs));
        }
    }

    /// <summary>phi as a new tensor [B, D].</summary>
    public Tensor ToRows(FeatureLayout layout, ScalarType type, Device device)
    {
        var rows = empty([Ids.Count, layout.Size], type, device);
        WriteTo(rows, layout);
        return rows;
    }

    /// <summary>The same features with each block compact or dense, for keeping; this object must not be used any more.</summary>
    public FeatureBatch Materialize()
    {
        using var off = no_grad();
        var blocks = new List<GradientBlock>();
        foreach (var block in Blocks)
        {
            if (block.IsCompact || block is DenseGradient)
            {
                blocks.Add(block);
                continue;
            }

            using (block)
            {
                blocks.Add(new DenseGradient(block.Shape.Name, block.Materialize()));
            }
        }

        return new FeatureBatch(Ids, blocks, Scalars);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var block in Blocks)
        {
            block.Dispose();
        }

        foreach (var scalar in Scalars.Values)
        {
            scalar.Dispose();
        }
    }
}
