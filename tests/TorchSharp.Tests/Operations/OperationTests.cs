using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>The table of operations, against plain C# in double precision, and against finite differences.</summary>
public sealed class OperationTests
{
    private static readonly Dictionary<string, OperationCase> s_cases = new[]
    {
        PointwiseCases.All(), ReductionCases.All(), ShapeCases.All(), ProductCases.All(), LinearAlgebraCases.All(),
    }.SelectMany(group => group).ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. s_cases.Keys];

    public static TheoryData<string> DifferentiableNames => [.. s_cases.Values.Where(row => row.Differentiable).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_EqualsItsDefinition_InDoublePrecision(string name) => CheckValue(name, ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_EqualsItsDefinition_InSinglePrecision(string name) => CheckValue(name, ScalarType.Float32);

    [Theory]
    [MemberData(nameof(DifferentiableNames))]
    public void Gradient_EqualsFiniteDifferences(string name)
    {
        var row = s_cases[name];
        using var scope = NewDisposeScope();
        var inputs = row.Tensors(ScalarType.Float64);
        var variables = inputs[..^row.Constants];
        foreach (var variable in variables) variable.requires_grad = true;
        var output = row.Run(inputs);
        var weights = Numbers.Uniform(99, 0.5, 1.5, output.shape).ToTensor();
        var gradients = autograd.grad([(output * weights).sum()], variables, allow_unused: true);

        for (var i = 0; i < variables.Length; i++)
        {
            var position = i;
            var expected = FiniteDifferences(row, weights, position);
            var found = gradients[position] is { } gradient ? Nd.Of(gradient).Data : new double[expected.Length];
            for (var k = 0; k < found.Length; k++)
            {
                // Central differences at 1e-6: truncation about 1e-12, rounding about 1e-16 / 1e-6 times the size of the sum.
                Assert.True(Math.Abs(found[k] - expected[k]) <= 2e-8 * (1 + Math.Abs(expected[k])) * (1 + Math.Sqrt(found.Length)),
                    $"{name}: gradient of input {position} at {k} is {found[k]:R}, finite difference {expected[k]:R}");
            }
        }
    }

    private static double[] FiniteDifferences(OperationCase row, Tensor weights, int position)
    {
        const double Step = 1e-6;
        var result = new double[row.Inputs[position].Data.Length];
        using var mode = no_grad();
        for (var k = 0; k < result.Length; k++)
        {
            result[k] = (Loss(row, weights, position, k, Step) - Loss(row, weights, position, k, -Step)) / (2 * Step);
        }

        return result;
    }

    private static double Loss(OperationCase row, Tensor weights, int position, int element, double step)
    {
        using var scope = NewDisposeScope();
        var inputs = row.Tensors(ScalarType.Float64);
        inputs[position].data<double>()[element] += step;
        return (row.Run(inputs) * weights).sum().item<double>();
    }

    private static void CheckValue(string name, ScalarType type)
    {
        var row = s_cases[name];
        using var scope = NewDisposeScope();
        Compare.Equal(row.Reference(row.Rounded(type)), row.Run(row.Tensors(type)), type, name);
    }
}
