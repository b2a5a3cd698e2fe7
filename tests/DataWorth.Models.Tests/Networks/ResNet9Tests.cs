using DataWorth.Models.Networks;
using DataWorth.Tests;

namespace DataWorth.Models.Tests.Networks;

public class ResNet9Tests
{
    [Fact]
    public void TheDefault_HasThePublishedNumberOfParameters_AndIsRunByCall()
    {
        using var network = new ResNet9();
        Assert.Equal(2_274_880, network.parameters().Sum(parameter => parameter.NumberOfElements));
        using var input = Reference.Irregular(2, 3, 32, 32);
        using var output = network.call(input);
        Assert.Equal([2L, 10], output.shape);
        Reference.AssertEveryModuleIsCalled(network, input);
        Assert.Contains("residual1.second.conv.weight", network.state_dict().Keys);
        Assert.Contains("residual2.first.norm.running_var", network.state_dict().Keys);
    }

    [Fact]
    public void TheWidthFactor_ScalesTheInnerWidths()
    {
        using var network = new ResNet9(new ResNet9Options { WidthFactor = 0.25, Classes = 4 });
        Assert.Equal([16L, 3, 3, 3], network.get_parameter("stem.conv.weight")!.shape);
        Assert.Equal([4L, 32], network.get_parameter("head.weight")!.shape);
        var error = Assert.Throws<ArgumentException>(() => new ResNet9(new ResNet9Options { WidthFactor = 0 }));
        Assert.StartsWith("The width factor must be greater than 0, got 0.", error.Message);
    }

    [Fact]
    public void Forward_EqualsPlainLoops()
    {
        using var network = new ResNet9(new ResNet9Options { WidthFactor = 1 / 32.0, Classes = 3 });
        Reference.Disturb(network);
        network.eval();
        using var input = Reference.Irregular(1, 3, 16, 16);
        using var output = network.call(input);

        var value = new Image(3, 16, 16, Reference.Values(input));
        value = Block(Block(value, "stem", 1, 1), "down", 2, 2);
        value = Add(value, Block(Block(value, "residual1.first", 1, 1), "residual1.second", 1, 1));
        value = Pool(Block(value, "widen", 1, 1));
        value = Add(value, Block(Block(value, "residual2.first", 1, 1), "residual2.second", 1, 1));
        value = Block(value, "narrow", 1, 0);
        var maxima = Enumerable
            .Range(0, value.Channels)
            .Select(c => value.Data.Skip(c * value.Height * value.Width).Take(value.Height * value.Width).Max())
            .ToArray();
        var head = Reference.Values(network, "head.weight");
        var logits = Reference.Affine(maxima, 3, (o, i) => head[o * maxima.Length + i], null).Select(logit => 0.2 * logit).ToArray();
        // Eight layers in float32.
        Reference.Close(logits, output, 1e-5);

        Image Block(Image x, string name, int stride, int padding)
        {
            var weight = network.get_parameter(name + ".conv.weight")!;
            var (outputs, kernel) = ((int)weight.shape[0], (int)weight.shape[2]);
            var w = Reference.Values(weight);
            var (height, width) = ((x.Height + 2 * padding - kernel) / stride + 1, (x.Width + 2 * padding - kernel) / stride + 1);
            var (scale, shift) = (Reference.Values(network, name + ".norm.weight"), Reference.Values(network, name + ".norm.bias"));
            var (mean, variance) = (
                Reference.Values(network, name + ".norm.running_mean"),
                Reference.Values(network, name + ".norm.running_var")
            );
            var result = new Image(outputs, height, width, new double[outputs * height * width]);
            for (var o = 0; o < outputs; o++)
            {
                for (var i = 0; i < height; i++)
                {
                    for (var j = 0; j < width; j++)
                    {
                        var sum = 0.0;
                        for (var c = 0; c < x.Channels; c++)
                        {
                            for (var k = 0; k < kernel; k++)
                            {
                                for (var l = 0; l < kernel; l++)
                                {
                                    sum +=
                                        w[((o * x.Channels + c) * kernel + k) * kernel + l]
                                        * x.At(c, i * stride + k - padding, j * stride + l - padding);
                                }
                            }
                        }

                        result.Data[(o * height + i) * width + j] = Math.Max(
                            0,
                            (sum - mean[o]) / Math.Sqrt(variance[o] + 1e-5) * scale[o] + shift[o]
                        );
                    }
                }
            }

            return result;
        }
    }

    private static Image Add(Image left, Image right) => left with { Data = [.. left.Data.Zip(right.Data, (a, b) => a + b)] };

    private static Image Pool(Image x)
    {
        var result = new Image(x.Channels, x.Height / 2, x.Width / 2, new double[x.Channels * (x.Height / 2) * (x.Width / 2)]);
        for (var index = 0; index < result.Data.Length; index++)
        {
            var (c, i, j) = (index / (result.Height * result.Width), index / result.Width % result.Height, index % result.Width);
            result.Data[index] = new[]
            {
                x.At(c, 2 * i, 2 * j),
                x.At(c, 2 * i + 1, 2 * j),
                x.At(c, 2 * i, 2 * j + 1),
                x.At(c, 2 * i + 1, 2 * j + 1),
            }.Max();
        }
        return result;
    }

    private sealed record Image(int Channels, int Height, int Width, double[] Data)
    {
        public double At(int channel, int row, int column) =>
            row < 0 || row >= Height || column < 0 || column >= Width ? 0 : Data[(channel * Height + row) * Width + column];
    }
}
