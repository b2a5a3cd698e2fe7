using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Networks;

/// <summary>Compares gradients of autograd with central differences in float64.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-6;

    // Truncation Step² f''' / 6 ~ 1e-12 and rounding 1e-16 / Step ~ 1e-10, both times values of order 1 to 100.
    private const double Tolerance = 1e-7;

    /// <summary>Checks the gradients of a weighted sum of the module's output with respect to its input and all its parameters.</summary>
    public static void Check(torch.nn.Module<Tensor, Tensor> module, Tensor input)
    {
        module.to(ScalarType.Float64);
        CheckFunction(() => module.call(input), input.is_floating_point() ? [input, .. module.parameters()] : [.. module.parameters()]);
    }

    /// <summary>Checks the gradients of a weighted sum of a function's result with respect to leaves of type float64.</summary>
    public static void CheckFunction(Func<Tensor> function, IReadOnlyList<Tensor> leaves)
    {
        using var scope = NewDisposeScope();
        foreach (var leaf in leaves) leaf.requires_grad = true;
        var output = function();
        var weights = Values(output.shape, 0.37);
        var gradients = autograd.grad([(output * weights).sum()], [.. leaves]);
        using var unused = no_grad();
        for (var index = 0; index < leaves.Count; index++)
        {
            var flat = leaves[index].view(-1);
            var gradient = gradients[index].contiguous().data<double>().ToArray();
            for (var element = 0; element < gradient.Length; element++)
            {
                using var inner = NewDisposeScope();
                var value = flat[element].item<double>();
                var difference = (Shifted(value + Step) - Shifted(value - Step)) / (2 * Step);
                flat[element].fill_(value);
                Assert.True(
                    Math.Abs(difference - gradient[element]) <= Tolerance * Math.Max(1, Math.Abs(difference)),
                    $"leaf {index}, element {element}: autograd {gradient[element]}, difference {difference}");

                double Shifted(double shifted)
                {
                    flat[element].fill_(shifted);
                    return (function() * weights).sum().item<double>();
                }
            }
        }
    }

    /// <summary>Irregular values of order one, the same on every run, without ties.</summary>
    public static Tensor Values(long[] shape, double phase = 0) =>
        tensor(Numbers(shape.Aggregate(1L, (product, size) => product * size), phase), shape, ScalarType.Float64);

    /// <summary>Irregular numbers of order one, the same on every run, without ties.</summary>
    public static double[] Numbers(long count, double phase = 0) =>
        [.. Enumerable.Range(0, (int)count).Select(index => 1.3 * Math.Sin(1.7 * index + phase) + 0.4 * Math.Cos(5.1 * index * index + 2 * phase))];

    /// <summary>Fills a module's parameters with irregular numbers, so that no factor is one and no shift zero.</summary>
    public static T Irregular<T>(T module) where T : torch.nn.Module
    {
        using var unused = no_grad();
        var phase = 0.5;
        foreach (Parameter parameter in module.parameters())
        {
            using var values = Values(parameter.shape, phase++);
            parameter.copy_(values);
        }
        return module;
    }
}
