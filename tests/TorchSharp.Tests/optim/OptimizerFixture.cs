using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optimizers;

/// <summary>Follows an optimiser and a reference in plain doubles over the same gradients.</summary>
internal static class OptimizerFixture
{
    public const int Steps = 7;

    // Seven steps of a few roundings of 1e-16 on values of order one.
    public const double Tolerance = 1e-13;

    /// <summary>The gradient of ½ Σ a (p − b)² at p, which depends on where the optimiser went.</summary>
    public static double Gradient(int index, double value) => (0.5 + index) * (value - (1 - 0.7 * index));

    /// <summary>Runs both and compares every parameter after every step.</summary>
    /// <param name="create">Creates the optimiser for parameters.</param>
    /// <param name="update">The published rule: (number of the step from 1, index of the element, value, gradient) to the new value.</param>
    public static void Compare(Func<IEnumerable<Parameter>, optim.Optimizer> create, Func<int, int, double, double, double> update)
    {
        double[] expected = [0.3, -1.2, 2.5, 0.9];
        using var first = new Parameter(tensor(expected[..3], ScalarType.Float64));
        using var second = new Parameter(tensor(expected[3..], ScalarType.Float64));
        using var idle = new Parameter(tensor(new[] { 5.0 }, ScalarType.Float64));
        using var optimizer = create([first, second, idle]);
        for (var step = 1; step <= Steps; step++)
        {
            optimizer.zero_grad();
            double[] gradients = [.. expected.Select((value, index) => Gradient(index, value))];
            first.grad = tensor(gradients[..3], ScalarType.Float64);
            second.grad = tensor(gradients[3..], ScalarType.Float64);
            Assert.Null(optimizer.step());
            for (var index = 0; index < 4; index++) expected[index] = update(step, index, expected[index], gradients[index]);
            double[] actual = [.. first.data<double>().ToArray(), .. second.data<double>().ToArray()];
            for (var index = 0; index < 4; index++) Assert.Equal(expected[index], actual[index], Tolerance);
        }
        Assert.Equal(5, idle.item<double>());
    }
}
