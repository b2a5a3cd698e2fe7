using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Tests.Gradients;

/// <summary>What would give gradients of something else, without a word.</summary>
public sealed class CollectorSafetyTests
{
    [Fact]
    public void ModuleAtTheEndOfABlockWithoutGradients_HasNone()
    {
        using var model = new DetachedBackbone();
        var task = new ClassificationTask(model);
        using var batch = Batch(3, value: 1);
        var blocks = new GradientCollector(task, TrackedModules.Select(model, new ModuleSelection())).Collect(batch);
        Assert.Equal(["backbone", "head"], blocks.Select(block => block.Shape.Name));
        Assert.All(blocks[0].Materialize().ToDoubles(), value => Assert.Equal(0, value));
        Assert.Contains(blocks[1].Materialize().ToDoubles(), value => value != 0);
    }

    [Fact]
    public void ChangeInPlaceThatDependsOnTheData_IsSeenInAnyBatch()
    {
        using var model = new SometimesInPlace();
        var collector = new GradientCollector(new ClassificationTask(model), TrackedModules.Select(model, new ModuleSelection()));
        using var harmless = Batch(3, value: 1);
        foreach (var block in collector.Collect(harmless))
        {
            block.Dispose();
        }

        using var harmful = Batch(3, value: -1);
        var error = Assert.Throws<InvalidOperationException>(() => collector.Collect(harmful));
        Assert.Contains("output of module 'first'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void CovariancesOfA16BitModel_AreSummedInMoreBits(ScalarType type)
    {
        // Batches of one row of ones: a sum in bfloat16 stops growing at 256, in float16 at 2,048.
        using var model = nn.Sequential(("head", nn.Linear(2, 2, dtype: type)));
        using (no_grad())
        {
            model.parameters().First().fill_(0);
        }

        var task = new ClassificationTask(model);
        var collector = new GradientCollector(task, TrackedModules.Select(model, new ModuleSelection()));
        var layout = collector.Layout;
        using var covariances = new KroneckerCovariances(layout, ScalarType.Float32, CPU);
        using var one = Batch(1, value: 1, type);
        for (var i = 0; i < (type == ScalarType.BFloat16 ? 400 : 2400); i++)
        {
            using var features = new FeatureBatch(one.Ids, collector.Collect(one));
            covariances.Add(features);
        }

        var (input, output) = covariances.Means(0, CovarianceNormalization.Examples);
        using (input)
        using (output)
        {
            Assert.All(input.ToDoubles(), value => Assert.Equal(1, value, 1e-6));
            // p = 1/2 for both classes up to the bias, so that |g| is 1/2 in both.
            Assert.Equal(output[0, 0].item<float>(), output[1, 1].item<float>(), 1e-2);
        }
    }

    [Fact]
    public void EqualRowsInABatch_DoubleTheSumOfAGradient()
    {
        using var model = nn.Sequential(("head", nn.Linear(2, 3)));
        var task = new ClassificationTask(model);
        var collector = new GradientCollector(task, TrackedModules.Select(model, new ModuleSelection()));
        using var one = Batch(1, value: 1);
        using var two = Batch(2, value: 1);
        var single = collector.Collect(one)[0].Materialize().sum(0).ToDoubles();
        var both = collector.Collect(two)[0].Materialize().sum(0).ToDoubles();
        Assert.All(single.Zip(both), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-6));
    }

    private static ExampleBatch Batch(int count, float value, ScalarType type = ScalarType.Float32) =>
        new(
            [.. Enumerable.Range(0, count).Select(i => $"row-{i}")],
            new Dictionary<string, Tensor>
            {
                ["Features"] = full([count, 2], value, dtype: type).DetachFromDisposeScope(),
                ["Label"] = zeros([count], ScalarType.Int64).DetachFromDisposeScope(),
            }
        );

    private sealed class DetachedBackbone : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear _backbone = nn.Linear(2, 3);
        private readonly TorchSharp.Modules.Linear _head = nn.Linear(3, 3);

        public DetachedBackbone()
            : base("detached")
        {
            register_module("backbone", _backbone);
            register_module("head", _head);
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden;
            using (no_grad())
            {
                hidden = _backbone.call(input);
            }

            return _head.call(hidden);
        }
    }

    private sealed class SometimesInPlace : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear _first = nn.Linear(2, 3);
        private readonly TorchSharp.Modules.Linear _second = nn.Linear(3, 3);

        public SometimesInPlace()
            : base("sometimes")
        {
            register_module("first", _first);
            register_module("second", _second);
            using var off = no_grad();
            _first.weight!.fill_(1);
            _first.bias!.fill_(0);
        }

        // Positive values pass a ReLU as they are: the first batch shows nothing.
        public override Tensor forward(Tensor input) => _second.call(_first.call(input).relu_());
    }
}
