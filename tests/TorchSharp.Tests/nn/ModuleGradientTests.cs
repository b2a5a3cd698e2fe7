using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Networks;

public class ModuleGradientTests
{
    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Module, long[] Shape)> s_cases = new()
    {
        ["Linear"] = (() => Linear(5, 3), [2, 4, 5]),
        ["Linear without bias"] = (() => Linear(5, 3, hasBias: false), [4, 5]),
        ["Conv2d"] = (() => Conv2d(2, 3, 3, stride: 2, padding: 1), [2, 2, 6, 5]),
        ["Conv2d grouped and dilated"] = (() => Conv2d(4, 6, 2, dilation: 2, groups: 2, bias: false), [2, 4, 5, 5]),
        ["Conv2d same"] = (() => Conv2d(2, 2, (3, 2), TorchSharp.Padding.Same), [1, 2, 4, 4]),
        ["Conv2d reflected"] = (() => Conv2d(2, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect), [1, 2, 4, 4]),
        ["BatchNorm2d training"] = (() => BatchNorm2d(3), [4, 3, 2, 2]),
        ["BatchNorm2d evaluation"] = (Evaluating, [4, 3, 2, 2]),
        ["LayerNorm"] = (() => LayerNorm([3, 4]), [2, 3, 4]),
        ["LayerNorm without bias"] = (() => LayerNorm(4, bias: false), [3, 4]),
        ["ReLU"] = (() => ReLU(), [3, 7]),
        ["GELU"] = (() => GELU(), [3, 7]),
        ["SiLU"] = (() => SiLU(), [3, 7]),
        ["Tanh"] = (() => Tanh(), [3, 7]),
        ["Sigmoid"] = (() => Sigmoid(), [3, 7]),
        ["Softmax"] = (() => Softmax(1), [3, 7]),
        ["LogSoftmax"] = (() => LogSoftmax(1), [3, 7]),
        ["MaxPool2d"] = (() => MaxPool2d(2), [2, 2, 4, 5]),
        ["MaxPool2d padded"] = (() => MaxPool2d(3, stride: 2, padding: 1), [1, 2, 5, 5]),
        ["AvgPool2d"] = (() => AvgPool2d(2, stride: 1, padding: 1, count_include_pad: false), [1, 2, 4, 4]),
        ["AdaptiveAvgPool2d"] = (() => AdaptiveAvgPool2d((2, 3)), [2, 2, 5, 7]),
        ["AdaptiveMaxPool2d"] = (() => AdaptiveMaxPool2d([2, 1]), [2, 2, 5, 4]),
        ["Flatten"] = (() => Flatten(), [2, 3, 4]),
        ["Identity"] = (() => Identity(), [2, 3]),
        ["Unfold"] = (() => Unfold(2, dilation: 2, padding: 1, stride: 2), [1, 2, 5, 6]),
        ["Fold"] = (() => Fold((4, 4), (2, 2), stride: (1, 1)), [1, 8, 9]),
        ["Dropout evaluation"] = (() => Eval(Dropout(0.5)), [3, 4]),
        ["Sequential"] = (() => Sequential(Linear(4, 6), GELU(), Linear(6, 2)), [3, 4]),
    };

    public static IEnumerable<object[]> Names => s_cases.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsEqualFiniteDifferences(string name)
    {
        var (create, shape) = s_cases[name];
        using var module = create();
        module.to(ScalarType.Float64);
        using var input = FiniteDifferences.Values(shape);
        FiniteDifferences.Check(FiniteDifferences.Irregular(module), input);
    }

    [Fact]
    public void EmbeddingGradients_EqualFiniteDifferences_AndCountEveryUse()
    {
        using var module = Embedding(5, 3);
        module.to(ScalarType.Float64);
        using var input = tensor(new long[] { 0, 3, 3, 1, 3, 0 }, [2, 3]);
        FiniteDifferences.Check(FiniteDifferences.Irregular(module), input);
    }

    [Fact]
    public void LossGradients_EqualFiniteDifferences()
    {
        using var logits = FiniteDifferences.Values([4, 3]);
        using var classes = tensor(new long[] { 2, 0, -100, 1 });
        using var weight = FiniteDifferences.Values([3], 1).abs();
        using var target = FiniteDifferences.Values([4, 3], 2);
        using var share = target.sigmoid();
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            FiniteDifferences.CheckFunction(() => functional.cross_entropy(logits, classes, weight, reduction: reduction, label_smoothing: 0.1), [logits]);
            FiniteDifferences.CheckFunction(() => functional.nll_loss(logits, classes, weight, reduction), [logits]);
            FiniteDifferences.CheckFunction(() => functional.mse_loss(logits, target, reduction), [logits, target]);
            FiniteDifferences.CheckFunction(() => functional.l1_loss(logits, target, reduction), [logits]);
            FiniteDifferences.CheckFunction(() => functional.binary_cross_entropy_with_logits(logits, share, weight, reduction), [logits]);
        }
    }

    [Fact]
    public void FunctionGradients_EqualFiniteDifferences()
    {
        using var query = FiniteDifferences.Values([2, 3, 4]);
        using var key = FiniteDifferences.Values([2, 5, 4], 1);
        using var value = FiniteDifferences.Values([2, 5, 3], 2);
        FiniteDifferences.CheckFunction(() => functional.scaled_dot_product_attention(query, key, value), [query, key, value]);
        using var self = FiniteDifferences.Values([2, 3, 4], 3);
        FiniteDifferences.CheckFunction(() => functional.scaled_dot_product_attention(query, self, self, is_casual: true), [query, self]);
        FiniteDifferences.CheckFunction(() => functional.normalize(query, dim: 2), [query]);
        FiniteDifferences.CheckFunction(() => functional.cosine_similarity(query, self, dim: 2), [query, self]);
        FiniteDifferences.CheckFunction(() => functional.pad(query, [1, 2, 0, 1], value: 3), [query]);
    }

    private static Module<Tensor, Tensor> Evaluating()
    {
        var module = BatchNorm2d(3);
        using var batch = FiniteDifferences.Values([5, 3, 2, 2], 0.9).to(ScalarType.Float32);
        module.call(batch).Dispose();
        return Eval(module);
    }

    private static Module<Tensor, Tensor> Eval(Module<Tensor, Tensor> module)
    {
        module.eval();
        return module;
    }
}
