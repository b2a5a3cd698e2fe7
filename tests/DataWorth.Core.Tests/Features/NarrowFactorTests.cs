using DataWorth.Features;
using DataWorth.Projections;

namespace DataWorth.Core.Tests.Features;

/// <summary>Factors that a 16-bit model left are kept in 16 bits, and computed with as if they were float32: bit for bit.</summary>
public sealed class NarrowFactorTests
{
    private const int Examples = 3;
    private const int Outputs = 5;
    private const int Inputs = 4;

    private static readonly IReadOnlyDictionary<string, Func<GradientBlock, Tensor>> s_operations = new Dictionary<
        string,
        Func<GradientBlock, Tensor>
    >
    {
        ["materialize"] = block => block.Materialize(),
        ["rows"] = block => block.OutputRows(1, 2),
        ["write"] = block => Into(block.WriteTo),
        ["add"] = block => Into(block.AddTo),
        ["squares"] = block => block.WeightedSquares(null),
        ["weighted squares"] = block => block.WeightedSquares(ones([Outputs, Inputs]) / 3),
        ["sum of squares"] = block => block.SumOfSquares(),
        ["dot"] = block => block.Dot(ones([2, Outputs, Inputs]) / 3),
        ["dot of factors"] = block => block.DotFactors(ones([2, Outputs, 1]) / 3, ones([2, 1, Inputs]) / 7),
        ["dot of itself"] = block => block.Dot(block),
        ["projection"] = block => Projected(block),
    };

    public static TheoryData<string> Operations => [.. s_operations.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operations_AreThoseOfWideFactors(string name)
    {
        foreach (var type in new[] { ScalarType.BFloat16, ScalarType.Float16 })
        {
            Compare(s_operations[name], type, positions: 1);
            Compare(s_operations[name], type, positions: 6);
        }
    }

    private static void Compare(Func<GradientBlock, Tensor> operation, ScalarType type, int positions)
    {
        using var scope = NewDisposeScope();
        var activations = (arange(Examples * positions * Inputs).view(Examples, positions, Inputs) * 0.37).sin().to_type(type);
        var gradients = (arange(Examples * positions * Outputs).view(Examples, positions, Outputs) * 0.73).cos().to_type(type);
        using KroneckerGradient narrow = new("a", activations.alias(), gradients.alias());
        using KroneckerGradient wide = new("a", activations.to_type(ScalarType.Float32), gradients.to_type(ScalarType.Float32));
        Assert.Equal(ScalarType.Float32, narrow.Type);
        var (found, expected) = (operation(narrow), operation(wide));
        Assert.Contains(found.dtype, new[] { ScalarType.Float32, ScalarType.Float64 });
        Assert.Equal(expected.dtype, found.dtype);
        Assert.Equal(expected.ToDoubles(), found.ToDoubles());
    }

    private static Tensor Into(Action<Tensor> write)
    {
        var destination = zeros([Examples, Outputs, Inputs]);
        write(destination);
        return destination;
    }

    private static Tensor Projected(GradientBlock block)
    {
        var layout = new FeatureLayout([new BlockShape("a", Outputs, Inputs)]);
        using var set = ProjectionSet.Create(layout, ProjectionTable.Get("rademacher"), 2, seed: 3, ScalarType.Float32, CPU);
        using var projected = block.Project(set[0].Output, set[0].Input);
        return projected.Materialize();
    }
}
