using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

/// <summary>Values of modules against plain loops in double precision.</summary>
public class ForwardValueTests
{
    // Sums of at most a hundred products of order one in float64.
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(1, 1, 0, 1, 1)]
    [InlineData(3, 2, 1, 1, 1)]
    [InlineData(2, 1, 2, 2, 2)]
    [InlineData(3, 2, 2, 2, 2)]
    public void Conv2d_EqualsTheLoopOverItsDefinition(int kernel, int stride, int padding, int dilation, int groups)
    {
        using var module = Conv2d(4, 6, kernel, stride, padding, dilation, groups: groups);
        module.to(ScalarType.Float64);
        FiniteDifferences.Irregular(module);
        using var input = FiniteDifferences.Values([2, 4, 7, 6]);
        using var output = module.call(input);
        var (x, w, b) = (Array(input), Array(module.weight), Array(module.bias!));
        var (height, width) = (output.shape[2], output.shape[3]);
        Assert.Equal((7 + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1, height);
        var expected = new double[output.numel()];
        var (inputs, outputs) = (4 / groups, 6 / groups);
        for (var n = 0; n < 2; n++)
        for (var o = 0; o < 6; o++)
        for (var i = 0; i < height; i++)
        for (var j = 0; j < width; j++)
        {
            var sum = b[o];
            for (var c = 0; c < inputs; c++)
            for (var k = 0; k < kernel; k++)
            for (var l = 0; l < kernel; l++)
            {
                var (row, column) = (i * stride + k * dilation - padding, j * stride + l * dilation - padding);
                if (row is < 0 or >= 7 || column is < 0 or >= 6) continue;
                var channel = o / outputs * inputs + c;
                sum += w[((o * inputs + c) * kernel + k) * kernel + l] * x[((n * 4 + channel) * 7 + row) * 6 + column];
            }
            expected[((n * 6 + o) * height + i) * width + j] = sum;
        }
        Close(expected, output);
    }

    [Fact]
    public void Unfold_OfConvolutionInput_TimesWeight_IsTheConvolution()
    {
        using var scope = NewDisposeScope();
        var input = FiniteDifferences.Values([2, 3, 6, 5]);
        var weight = FiniteDifferences.Values([4, 3, 2, 3], 1);
        var columns = functional.unfold(input, (2, 3), dilation: (2, 1), padding: (1, 1), stride: (1, 2)); // [2, 18, L]
        var expected = functional.conv2d(input, weight, null, [1, 2], [1, 1], [2, 1]);
        var actual = weight.view(4, 18).matmul(columns).view(expected.shape);
        Close(Array(expected), actual);
    }

    [Fact]
    public void Fold_IsTheAdjointOfUnfold()
    {
        using var scope = NewDisposeScope();
        var image = FiniteDifferences.Values([1, 2, 5, 6]);
        var columns = functional.unfold(image, 3, padding: 1, stride: 2);
        var other = FiniteDifferences.Values(columns.shape, 1);
        var left = (columns * other).sum().item<double>();
        var right = (image * functional.fold(other, (5, 6), (3, 3), padding: (1, 1), stride: (2, 2))).sum().item<double>();
        Assert.Equal(left, right, Tolerance * 100);
    }

    [Fact]
    public void BatchNorm2d_NormalisesByTheBatch_AndKeepsRunningStatistics()
    {
        using var module = BatchNorm2d(2, eps: 1e-3, momentum: 0.25);
        module.to(ScalarType.Float64);
        FiniteDifferences.Irregular(module);
        using var input = FiniteDifferences.Values([3, 2, 2, 2]);
        var (weight, bias) = (Array(module.weight!), Array(module.bias!));
        var x = Array(input);
        using var output = module.call(input);
        var expected = new double[24];
        for (var channel = 0; channel < 2; channel++)
        {
            var places = Enumerable.Range(0, 24).Where(place => place / 4 % 2 == channel).ToArray();
            var mean = places.Average(place => x[place]);
            var variance = places.Average(place => Math.Pow(x[place] - mean, 2));
            foreach (var place in places) expected[place] = (x[place] - mean) / Math.Sqrt(variance + 1e-3) * weight[channel] + bias[channel];
            Assert.Equal(0.25 * mean, Array(module.running_mean!)[channel], Tolerance);
            Assert.Equal(0.75 + 0.25 * variance * 12 / 11, Array(module.running_var!)[channel], Tolerance);
        }
        Close(expected, output);
        Assert.Equal(1, module.num_batches_tracked!.item<long>());

        module.eval();
        using var evaluated = module.call(input);
        var (means, variances) = (Array(module.running_mean!), Array(module.running_var!));
        Close([.. x.Select((value, place) => (value - means[place / 4 % 2]) / Math.Sqrt(variances[place / 4 % 2] + 1e-3) * weight[place / 4 % 2] + bias[place / 4 % 2])], evaluated);
        Assert.Equal(1, module.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void BatchNorm2d_WithoutMomentum_AveragesAllBatches()
    {
        using var module = BatchNorm2d(1, momentum: null);
        using var first = full([2, 1, 1, 1], 3.0f);
        using var second = full([2, 1, 1, 1], 5.0f);
        module.call(first).Dispose();
        module.call(second).Dispose();
        Assert.Equal(4, module.running_mean!.item<float>(), 1e-6);
        module.reset_running_stats();
        Assert.Equal(0, module.running_mean!.item<float>());
        Assert.Equal(0, module.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void BatchNorm2d_RefusesOtherRanks()
    {
        using var module = BatchNorm2d(2);
        using var input = zeros([2, 2]);
        var error = Assert.Throws<ArgumentException>(() => module.call(input));
        Assert.StartsWith("BatchNorm2d expects [N, C, H, W], got 2 dimensions.", error.Message);
    }

    [Fact]
    public void LayerNorm_NormalisesTheLastDimension()
    {
        using var module = LayerNorm(4, eps: 1e-3);
        module.to(ScalarType.Float64);
        FiniteDifferences.Irregular(module);
        using var input = FiniteDifferences.Values([3, 4]);
        using var output = module.call(input);
        var (x, weight, bias) = (Array(input), Array(module.weight!), Array(module.bias!));
        var expected = new double[12];
        for (var row = 0; row < 3; row++)
        {
            var values = x.AsSpan(4 * row, 4).ToArray();
            var mean = values.Average();
            var variance = values.Average(value => Math.Pow(value - mean, 2));
            for (var column = 0; column < 4; column++)
            {
                expected[4 * row + column] = (values[column] - mean) / Math.Sqrt(variance + 1e-3) * weight[column] + bias[column];
            }
        }
        Close(expected, output);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void CrossEntropy_IsTheWeightedMean_OfTheClassesThatCount(double smoothing)
    {
        using var logits = FiniteDifferences.Values([4, 3]);
        using var classes = tensor(new long[] { 2, 7, 0, 1 });
        using var weight = FiniteDifferences.Values([3], 1).abs();
        var (x, w) = (Array(logits), Array(weight));
        long[] labels = [2, 7, 0, 1];
        double sum = 0, smooth = 0, total = 0;
        for (var row = 0; row < 4; row++)
        {
            if (labels[row] == 7) continue;
            var logSum = Math.Log(Enumerable.Range(0, 3).Sum(column => Math.Exp(x[3 * row + column])));
            var label = (int)labels[row];
            sum += w[label] * (logSum - x[3 * row + label]);
            smooth += Enumerable.Range(0, 3).Sum(column => w[column] * (logSum - x[3 * row + column]));
            total += w[label];
        }
        using var loss = functional.cross_entropy(logits, classes, weight, ignore_index: 7, label_smoothing: smoothing);
        Assert.Equal(((1 - smoothing) * sum + smoothing / 3 * smooth) / total, loss.item<double>(), Tolerance);
        using var module = CrossEntropyLoss(weight, ignore_index: 7, reduction: Reduction.Sum);
        using var summed = module.call(logits, classes);
        Assert.Equal(sum, summed.item<double>(), Tolerance);
    }

    [Fact]
    public void Attention_EqualsTheLoopOverItsDefinition_WithEveryKindOfMask()
    {
        using var scope = NewDisposeScope();
        var query = FiniteDifferences.Values([2, 3, 4]);
        var key = FiniteDifferences.Values([2, 3, 4], 1);
        var value = FiniteDifferences.Values([2, 3, 2], 2);
        var number = FiniteDifferences.Values([3, 3], 3);
        var allowed = tensor(new[] { true, false, true, true, true, false, false, true, true }, [3, 3]);
        var masked = Array(number);
        Check(functional.scaled_dot_product_attention(query, key, value), (_, _) => 0);
        Check(functional.scaled_dot_product_attention(query, key, value, is_casual: true), (l, s) => s > l ? double.NegativeInfinity : 0);
        Check(functional.scaled_dot_product_attention(query, key, value, number), (l, s) => masked[3 * l + s]);
        Check(functional.scaled_dot_product_attention(query, key, value, allowed), (l, s) => (l, s) is (0, 1) or (1, 2) or (2, 0) ? double.NegativeInfinity : 0);
        Assert.Throws<ArgumentException>(() => functional.scaled_dot_product_attention(query, key, value, allowed, is_casual: true));

        void Check(Tensor output, Func<int, int, double> mask)
        {
            var (q, k, v) = (Array(query), Array(key), Array(value));
            var expected = new double[12];
            for (var n = 0; n < 2; n++)
            for (var l = 0; l < 3; l++)
            {
                var weights = new double[3];
                for (var s = 0; s < 3; s++)
                {
                    var product = Enumerable.Range(0, 4).Sum(e => q[(n * 3 + l) * 4 + e] * k[(n * 3 + s) * 4 + e]);
                    weights[s] = Math.Exp(product / 2 + mask(l, s));
                }
                for (var column = 0; column < 2; column++)
                {
                    expected[(n * 3 + l) * 2 + column] = Enumerable.Range(0, 3).Sum(s => weights[s] * v[(n * 3 + s) * 2 + column]) / weights.Sum();
                }
            }
            Close(expected, output);
        }
    }

    [Fact]
    public void Pooling_EqualsTheLoopOverWindows()
    {
        using var scope = NewDisposeScope();
        var input = FiniteDifferences.Values([1, 1, 4, 6]);
        var x = Array(input);
        double[] Windows(Func<double[], double> over) =>
            [.. from row in Enumerable.Range(0, 2) from column in Enumerable.Range(0, 3) select over([x[12 * row + 2 * column], x[12 * row + 2 * column + 1], x[12 * row + 6 + 2 * column], x[12 * row + 7 + 2 * column]])];
        Close(Windows(window => window.Max()), functional.max_pool2d(input, 2));
        Close(Windows(window => window.Max()), functional.adaptive_max_pool2d(input, [2, 3]));
        Close(Windows(window => window.Average()), functional.avg_pool2d(input, 2));
        Close(Windows(window => window.Average()), functional.adaptive_avg_pool2d(input, (2, 3)));
    }

    [Fact]
    public void Activations_EqualTheirFormulas()
    {
        using var scope = NewDisposeScope();
        var input = FiniteDifferences.Values([20]);
        var x = Array(input);
        Close([.. x.Select(value => Math.Max(value, 0))], functional.relu(input));
        Close([.. x.Select(value => value / (1 + Math.Exp(-value)))], functional.silu(input));
        Close([.. x.Select(Math.Tanh)], functional.tanh(input));
        Close([.. x.Select(value => 1 / (1 + Math.Exp(-value)))], functional.sigmoid(input));
        Close(Array(input * ((input / Math.Sqrt(2)).erf() + 1) / 2), functional.gelu(input));
        var copy = input.clone();
        using var alias = functional.relu(copy, inplace: true);
        Close(Array(functional.relu(input)), copy);
        Close(Array(copy), alias);
    }

    [Fact]
    public void Dropout_InTraining_KeepsTheMean_AndScalesWhatIsLeft()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(7);
        var module = Dropout(0.25);
        var output = module.call(ones([100_000]));
        var values = output.data<float>().ToArray();
        Assert.All(values, value => Assert.True(value is 0 or (> 1.3333f and < 1.3334f)));
        // 100,000 draws: standard error 0.0014 of the kept share.
        Assert.Equal(0.75, values.Count(value => value != 0) / 100_000.0, 0.01);
        module.eval();
        Assert.All(module.call(ones([10])).data<float>().ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Embedding_LooksUpRows_AndLimitsTheirNorm()
    {
        using var scope = NewDisposeScope();
        var module = Embedding(4, 2, padding_idx: 1);
        Assert.Equal([0f, 0f], module.weight[1].data<float>().ToArray());
        var table = module.weight.data<float>().ToArray();
        Assert.Equal([table[6], table[7], table[0], table[1]], module.call(tensor(new long[] { 3, 0 })).data<float>().ToArray());
        var frozen = Embedding_from_pretrained(tensor(new float[] { 3, 4, 0.3f, 0.4f }, [2, 2]), max_norm: 1);
        Assert.False(frozen.weight.requires_grad);
        var rows = frozen.call(tensor(new long[] { 0, 1 })).data<float>().ToArray();
        Assert.Equal(0.6, rows[0], 1e-5);
        Assert.Equal(0.4, rows[3], 1e-5);
    }

    [Fact]
    public void OneHot_MarksTheClass()
    {
        using var classes = tensor(new long[] { 2, 0 });
        using var rows = functional.one_hot(classes, 3);
        Assert.Equal([0L, 0, 1, 1, 0, 0], rows.data<long>().ToArray());
    }

    private static double[] Array(Tensor tensor)
    {
        using var values = tensor.detach().contiguous();
        return values.data<double>().ToArray();
    }

    private static void Close(double[] expected, Tensor actual)
    {
        var values = Array(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var index = 0; index < values.Length; index++) Assert.Equal(expected[index], values[index], Tolerance * Math.Max(1, Math.Abs(expected[index])));
    }
}
