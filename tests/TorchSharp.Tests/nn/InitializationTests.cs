using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

public class InitializationTests
{
    [Fact]
    public void LinearAndConvolution_AreUniform_WithinOneOverTheRootOfTheFanIn()
    {
        random.manual_seed(1);
        using var linear = Linear(400, 300);
        CheckUniform(linear.weight, 1 / Math.Sqrt(400));
        CheckUniform(linear.bias!, 1 / Math.Sqrt(400), relative: 0.1);
        using var convolution = Conv2d(32, 64, 5, groups: 2);
        CheckUniform(convolution.weight, 1 / Math.Sqrt(16 * 25));
    }

    [Fact]
    public void ScaledDistributions_HaveTheirPublishedWidths()
    {
        random.manual_seed(2);
        using var weight = empty([200, 50, 3, 3], ScalarType.Float64);
        Assert.Equal((450L, 1800L), init.CalculateFanInAndFanOut(weight));
        CheckUniform(init.kaiming_uniform_(weight, nonlinearity: init.NonlinearityType.ReLU), Math.Sqrt(6 / 450.0));
        CheckUniform(init.xavier_uniform_(weight, gain: 2), 2 * Math.Sqrt(6 / 2250.0));
        CheckNormal(init.kaiming_normal_(weight, mode: init.FanInOut.FanOut), Math.Sqrt(2 / 1800.0));
        CheckNormal(init.xavier_normal_(weight), Math.Sqrt(2 / 2250.0));
        CheckNormal(init.normal_(weight, 0, 3), 3);
        Assert.Equal(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2 / 1.25), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.5));
        Assert.Equal(1, init.calculate_gain(init.NonlinearityType.Conv2D));
    }

    [Fact]
    public void TruncatedNormal_StaysWithinItsBounds_AndHasItsDeviation()
    {
        random.manual_seed(3);
        using var values = empty([90_000], ScalarType.Float64);
        init.trunc_normal_(values, mean: 1, std: 2, a: -3, b: 5);
        var numbers = values.data<double>().ToArray();
        Assert.InRange(numbers.Min(), -3, -2.9);
        Assert.InRange(numbers.Max(), 4.9, 5);
        // Within two deviations: variance factor 1 − 2·2·φ(2) / (2Φ(2) − 1) = 0.7737.
        Assert.Equal(1, numbers.Average(), 0.03);
        Assert.Equal(2 * Math.Sqrt(0.7737), Math.Sqrt(numbers.Average(number => (number - 1) * (number - 1))), 0.03);
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(7, 3)]
    public void Orthogonal_GivesOrthonormalRowsOrColumns(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var weight = empty([rows, columns], ScalarType.Float64);
        init.orthogonal_(weight, gain: 2);
        var product = rows < columns ? weight.matmul(weight.t()) : weight.t().matmul(weight);
        Assert.True((product - 4 * eye(3, dtype: ScalarType.Float64)).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void AGenerator_MakesTheDrawsRepeatable()
    {
        using var first = empty([5]);
        using var second = empty([5]);
        init.uniform_(first, generator: new Generator(11));
        init.uniform_(second, generator: new Generator(11));
        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Fact]
    public void Constants_FillParametersWithoutAHistory()
    {
        using var parameter = Parameter(zeros([3]));
        Assert.Same(parameter, init.constant_(parameter, 4));
        Assert.Equal([4f, 4, 4], parameter.data<float>().ToArray());
        Assert.True(parameter.is_leaf);
        Assert.Equal([1f, 1, 1], init.ones_(parameter).data<float>().ToArray());
        Assert.Equal([0f, 0, 0], init.zeros_(parameter).data<float>().ToArray());
        Assert.StartsWith("Fan in and fan out need at least two dimensions, got 1.", Assert.Throws<ArgumentException>(() => init.kaiming_uniform_(parameter)).Message);
    }

    // 90,000 draws and more: standard errors well under one percent.
    private static void CheckUniform(Tensor tensor, double bound, double relative = 0.02)
    {
        var values = Values(tensor);
        Assert.True(values.Max() <= bound * (1 + 1e-6) && values.Min() >= -bound * (1 + 1e-6));
        Assert.True(values.Max() > bound * (1 - relative) && values.Min() < -bound * (1 - relative));
        Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(values.Average(value => value * value)), bound * relative);
    }

    private static void CheckNormal(Tensor tensor, double deviation)
    {
        var values = Values(tensor);
        Assert.Equal(0, values.Average(), deviation * 0.02);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => value * value)), deviation * 0.02);
        Assert.Equal(0.6827, values.Count(value => Math.Abs(value) < deviation) / (double)values.Length, 0.01);
    }

    private static double[] Values(Tensor tensor)
    {
        using var wide = tensor.detach().to(ScalarType.Float64);
        return wide.data<double>().ToArray();
    }
}
