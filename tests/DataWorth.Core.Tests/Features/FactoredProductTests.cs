using DataWorth.Features;
using DataWorth.Randomness;
using DataWorth.TestSupport;

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
            _ => (GradientBlock)new ConvolutionGradient("a", Draw(Examples, 2, 4, 4), Draw(Examples, 4, 3), new ConvolutionGeometry((3, 3), (1, 1), (0, 0), (1, 1)), true),
        };
        var (left, right) = (Draw(Queries, block.Shape.Outputs, Rank), Draw(Queries, Rank, block.Shape.Inputs));
        var expected = block.Materialize().flatten(1).mm(bmm(left, right).flatten(1).t());
        Numbers.Close(expected.ToDoubles(), block.DotFactors(left, right).ToDoubles(), 1e-12, 1e-12);
        Numbers.Close(expected.ToDoubles(), block.Dot(bmm(left, right)).ToDoubles(), 1e-12, 1e-12);
    }

    private SparseRowGradient Sparse() => new("a", tensor(new long[] { 1, 1, 10, 0, 4, 4, 2, 3, 3, 9, 9, 9, 5, 6, 7 }, [Examples, 3]), Draw(Examples, 3, 4), 11);

    private Tensor Draw(params long[] shape) =>
        tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => _random.NextNormal()).ToArray(), shape, dtype: ScalarType.Float64);
}
