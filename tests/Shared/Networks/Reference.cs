using DataWorth.Artifacts;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Tests;

/// <summary>Plain double-precision loops, and what tests of networks share.</summary>
internal static class Reference
{
    /// <summary>Values of a parameter or buffer.</summary>
    public static double[] Values(nn.Module module, string name) => Values(module.state_dict()[name]);

    /// <summary>Values of a tensor.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var wide = tensor.detach().to(ScalarType.Float64).contiguous();
        return wide.data<double>().ToArray();
    }

    /// <summary>Irregular float32 values of order one.</summary>
    public static Tensor Irregular(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return tensor([.. Enumerable.Range(0, (int)count).Select(index => (float)Math.Sin(1.7 * index + 0.3 * (index % 11)))], shape);
    }

    /// <summary>Fills parameters and running statistics with irregular values; variances stay positive.</summary>
    public static void Disturb(nn.Module module)
    {
        using var unused = no_grad();
        SeededInitialization.Apply(module, 5);
        foreach (var (name, tensor) in module.state_dict())
        {
            if (!tensor.is_floating_point())
            {
                continue;
            }

            using var noise = Irregular(tensor.shape);
            if (name.EndsWith("running_var", StringComparison.Ordinal))
            {
                tensor.copy_(noise.square() + 0.5);
            }
            else
            {
                tensor.add_(noise, 0.05);
            }
        }
    }

    /// <summary>y = x W + b for one row, W by element.</summary>
    public static double[] Affine(double[] x, int outputs, Func<int, int, double> weight, double[]? bias) =>
        [.. Enumerable.Range(0, outputs).Select(o => (bias?[o] ?? 0) + x.Select((value, i) => value * weight(o, i)).Sum())];

    /// <summary>Asserts agreement relative to the largest value.</summary>
    public static void Close(double[] expected, Tensor actual, double relative)
    {
        var values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        var scale = expected.Max(Math.Abs);
        for (var index = 0; index < values.Length; index++)
        {
            Assert.Equal(expected[index], values[index], relative * scale);
        }
    }

    /// <summary>A tensor of a safetensors file.</summary>
    public static Tensor Read(SafetensorsReader reader, string name)
    {
        var entry = reader[name];
        var values = empty([.. entry.Shape], entry.DType == SafetensorsDType.I32 ? ScalarType.Int32 : ScalarType.Float32);
        reader.Read(name, values.bytes);
        return values;
    }

    /// <summary>Runs the network and asserts that the hooks of all its descendants have fired: each is run by call.</summary>
    public static void AssertEveryModuleIsCalled(nn.Module<Tensor, Tensor> network, Tensor input)
    {
        var silent = new HashSet<string>();
        foreach (var (name, module) in network.named_modules())
        {
            if (module is not nn.Module<Tensor, Tensor> hookable)
            {
                continue;
            }

            silent.Add(name);
            hookable.register_forward_hook(
                (_, _, output) =>
                {
                    silent.Remove(name);
                    return output;
                }
            );
        }
        Assert.NotEmpty(silent);
        network.call(input).Dispose();
        Assert.Empty(silent);
    }
}
