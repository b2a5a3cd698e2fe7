using DataWorth.Features;
using DataWorth.Randomness;
using DataWorth.Scoring;

namespace DataWorth.Tests.Features;

/// <summary>Products with factored queries are those with the matrices that the factors stand for, for every form of gradient.</summary>
public sealed class FactoredProductTests
{
    private const int Examples = 5;
    private const int Queries = 3;
    private const int Rank = 2;

    private readonly SeededRandom _random = new(4);

    [Theory]
    [InlineData("one position")]
    [InlineData("positions")]
    [InlineData("sparse rows")]
    [InlineData("sum")]
    [InlineData("dense")]
    [InlineData("convolution")]
    public void DotFactors_EqualsDotOfTheProduct(string form)
    {
        using var scope = NewDisposeScope();
        using var block = form switch
        {
            "one position" => new KroneckerGradient("a", Draw(Examples, 1, 7), Draw(Examples, 1, 6)),
            "positions" => new KroneckerGradient("a", Draw(Examples, 4, 7), Draw(Examples, 4, 6)),
            "sparse rows" => Sparse(),
            "sum" => new SummedGradient([Sparse(), new KroneckerGradient("a", Draw(Examples, 3, 4), Draw(Examples, 3, 11))]),
            "dense" => new DenseGradient("a", Draw(Examples, 6, 7)),
            _ => (GradientBlock)
                new ConvolutionGradient(
                    "a",
                    Draw(Examples, 2, 4, 4),
                    Draw(Examples, 4, 3),
                    new ConvolutionGeometry((3, 3), (1, 1), (0, 0), (1, 1)),
                    true
                ),
        };
        var (left, right) = (Draw(Queries, block.Shape.Outputs, Rank), Draw(Queries, Rank, block.Shape.Inputs));
        var expected = block.Materialize().flatten(1).mm(bmm(left, right).flatten(1).t());
        Numbers.Close(expected.ToDoubles(), block.DotFactors(left, right).ToDoubles(), 1e-12, 1e-12);
        Numbers.Close(expected.ToDoubles(), block.Dot(bmm(left, right)).ToDoubles(), 1e-12, 1e-12);
    }

    [Theory]
    [InlineData("one position", true)]
    [InlineData("positions", false)]
    [InlineData("few positions", false)]
    [InlineData("sparse rows", true)]
    [InlineData("sum of sparse rows", true)]
    [InlineData("sum", false)]
    [InlineData("dense", false)]
    public void DotOfTwoBlocks_IsThatOfTheirMatrices_AlsoWhenSettled(string form, bool isCompact)
    {
        using var scope = NewDisposeScope();
        GradientBlock Block() =>
            form switch
            {
                "one position" => new KroneckerGradient("a", Draw(Examples, 1, 7), Draw(Examples, 1, 6)),
                "positions" => new KroneckerGradient("a", Draw(Examples, 4, 7), Draw(Examples, 4, 6)),
                "few positions" => new KroneckerGradient("a", Draw(Examples, 2, 40), Draw(Examples, 2, 30)),
                "sparse rows" => Sparse(),
                "sum of sparse rows" => new SummedGradient([Sparse(), Sparse()]),
                "sum" => new SummedGradient([Sparse(), new KroneckerGradient("a", Draw(Examples, 3, 4), Draw(Examples, 3, 11))]),
                _ => new DenseGradient("a", Draw(Examples, 6, 7)),
            };
        using var examples = Block();
        var query = Block();
        Assert.Equal(isCompact, query.IsCompact);
        var expected = examples.Materialize().flatten(1).mm(query.Materialize().flatten(1).t());
        Numbers.Close(expected.ToDoubles(), examples.Dot(query).ToDoubles(), 1e-12, 1e-12);
        var squares = examples.Materialize().flatten(1).square().sum(1);
        Numbers.Close(squares.ToDoubles(), examples.WeightedSquares(null).ToDoubles(), 1e-12, 1e-12);

        string[] ids = [.. Enumerable.Range(0, Examples).Select(i => $"{i}")];
        var layout = new FeatureLayout([query.Shape]);
        var more = Block();
        expected = cat([expected, examples.Materialize().flatten(1).mm(more.Materialize().flatten(1).t())], 1);
        using var queries = new QueryGradients(
            layout,
            [new FeatureBatch(ids, [query]).Materialize(), new FeatureBatch(ids, [more]).Materialize()]
        );
        using var scorer = new GradientScorer(layout, queries, BlockGroups.Whole(layout));
        Assert.Equal(isCompact, queries.Batches[0].Blocks[0].IsCompact);
        Numbers.Close(expected.ToDoubles(), scorer.Score(new FeatureBatch(ids, [examples])).ToDoubles(), 1e-12, 1e-12);
    }

    [Fact]
    public void SparseRows_OfAVocabularyOfABillion_AreNeverDense()
    {
        // Dense, one example would take 32 GB.
        using var scope = NewDisposeScope();
        using var block = new SparseRowGradient(
            "table",
            tensor(new long[] { 5, 999_999_999, 5, 7, 8, 9 }, [2, 3]),
            Draw(2, 3, 4),
            1_000_000_000
        );
        var g = block.Gradients;
        var repeated = g[0, 0] + g[0, 2];
        Numbers.Close(
            [(repeated.square().sum() + g[0, 1].square().sum()).item<double>(), g[1].square().sum().item<double>()],
            block.WeightedSquares(null).ToDoubles(),
            1e-12,
            0
        );
        Assert.Equal([5, 7, 8, 9, 999_999_999], block.OccupiedOutputs);
        var rows = block.OutputRows(5, 1); // [2, 1, 4]
        Numbers.Close(repeated.ToDoubles(), rows[0, 0].ToDoubles(), 1e-15, 0);
        Assert.Equal(0, rows[1].abs().sum().item<double>());
        using var query = new SparseRowGradient(
            "table",
            tensor(new long[] { 999_999_999, 5 }, [1, 2]),
            ones([1, 2, 4], ScalarType.Float64),
            1_000_000_000
        );
        Numbers.Close([repeated.sum().item<double>() + g[0, 1].sum().item<double>(), 0], block.Dot(query).ToDoubles(), 1e-12, 1e-15);
        using var narrow = block.Project(null, Draw(2, 4));
        Assert.Equal(2, narrow.Shape.Inputs);
    }

    private SparseRowGradient Sparse() =>
        new("a", tensor(new long[] { 1, 1, 10, 0, 4, 4, 2, 3, 3, 9, 9, 9, 5, 6, 7 }, [Examples, 3]), Draw(Examples, 3, 4), 11);

    private Tensor Draw(params long[] shape) =>
        tensor(
            Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => _random.NextNormal()).ToArray(),
            shape,
            dtype: ScalarType.Float64
        );
}
