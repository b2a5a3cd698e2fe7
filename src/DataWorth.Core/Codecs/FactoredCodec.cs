using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features without loss in the fewest numbers: a block that is one outer product g a^T for every example as NAME.u [N, O] and
/// NAME.v [N, I], any other as NAME [N, O, I].</summary>
/// <remarks>
/// A module that sees one position per example (a linear layer of a perceptron or of a classifier's head) has G_n = g_n a_n^T: O + I
/// numbers hold what O I do.
/// For k = 64 that is 1/32 of the bytes, and scores take as many products as dense rows: phi_n . q = sum_o g_no (Q a_n)_o.
/// </remarks>
internal sealed class FactoredCodec : IFeatureCodec
{
    private readonly ScalarType _type;
    private readonly IReadOnlySet<string> _outerProducts;

    /// <summary>Chooses the element type and the blocks that are kept as factors.</summary>
    /// <param name="type">Element type on disk: Float32, Float64, BFloat16 or Float16.</param>
    /// <param name="outerProducts">Names of the blocks whose gradients have one position for every example.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another type.</exception>
    public FactoredCodec(ScalarType type, IReadOnlySet<string> outerProducts)
    {
        _type = FloatingType.Require(type);
        _outerProducts = outerProducts;
    }

    /// <inheritdoc/>
    public string Name => NameOf(_type);

    /// <summary>The codec's name with an element type, "factored-float32".</summary>
    /// <param name="type">The type.</param>
    public static string NameOf(ScalarType type) => $"factored-{FloatingType.NameOf(type)}";

    /// <summary>The blocks that an artifact keeps as factors, from the names of its tensors.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="tensors">The names.</param>
    public static IReadOnlySet<string> Factored(FeatureLayout layout, IEnumerable<string> tensors)
    {
        var names = tensors.ToHashSet();
        return layout.Blocks.Where(block => names.Contains(U(block))).Select(block => block.Name).ToHashSet();
    }

    /// <summary>True for a block whose two factors take fewer numbers than their product.</summary>
    /// <param name="block">The block.</param>
    public static bool Saves(BlockShape block) => block.Outputs + block.Inputs < block.Size;

    /// <inheritdoc/>
    public IReadOnlyList<StoredTensor> Describe(FeatureLayout layout) =>
        [
            .. layout.Blocks.SelectMany(block =>
                IsFactored(block)
                    ? new[] { new StoredTensor(U(block), _type, [block.Outputs]), new StoredTensor(V(block), _type, [block.Inputs]) }
                    : [new StoredTensor(block.Name, _type, [block.Outputs, block.Inputs])]
            ),
        ];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A block that is kept as factors has more than one position.</exception>
    public void Encode(FeatureBatch batch, FeatureLayout layout, EncodedRows rows)
    {
        for (var i = 0; i < layout.Blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var block = layout.Blocks[i];
            if (!IsFactored(block))
            {
                batch.Blocks[i].RoundTo(Room(block.Name));
                continue;
            }

            if (batch.Blocks[i] is not KroneckerGradient { IsOuterProduct: true } gradient)
            {
                CoreThrow.NotAnOuterProduct(block.Name);
                return;
            }

            Room(U(block)).copy_(gradient.OutputGradients.squeeze(1));
            Room(V(block)).copy_(gradient.Activations.squeeze(1));
        }

        rows.Count += batch.Count;

        Tensor Room(string name) => rows[name].narrow(0, rows.Count, batch.Count);
    }

    /// <inheritdoc/>
    public FeatureBatch Decode(EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var scope = NewDisposeScope();
        return new FeatureBatch(
            new UnnamedExamples(rows.Count),
            [
                .. layout.Blocks.Select(block =>
                    IsFactored(block)
                        ? (GradientBlock)new KroneckerGradient(block.Name, Typed(V(block)).unsqueeze(1), Typed(U(block)).unsqueeze(1))
                        : new DenseGradient(block.Name, Typed(block.Name))
                ),
            ]
        );

        Tensor Typed(string name) => rows.Rows(name).to_type(type);
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
            var (target, weights) = (sums.select(0, groups[i]), layout.Slice(queries, i));
            if (IsFactored(block))
            {
                FactorProducts.Add(
                    target,
                    rows.Rows(U(block)).to_type(queries.dtype).unsqueeze(2),
                    rows.Rows(V(block)).to_type(queries.dtype).unsqueeze(2),
                    weights.reshape(-1, block.Outputs, block.Inputs)
                );
            }
            else
            {
                TiledScore.Add(target, rows.Rows(block.Name).flatten(1), weights);
            }
        }

        return sums.MoveToOuterDisposeScope();
    }

    private static string U(BlockShape block) => block.Name + ".u";

    private static string V(BlockShape block) => block.Name + ".v";

    private bool IsFactored(BlockShape block) => _outerProducts.Contains(block.Name) && Saves(block);
}
