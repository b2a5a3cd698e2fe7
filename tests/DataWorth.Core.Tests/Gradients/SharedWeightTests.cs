using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Tasks;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

public sealed class SharedWeightTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void ConvolutionsThatShareAWeight_AddTheirGradients(bool sharesBias, bool hasBias)
    {
        using var problem = new ImageProblem(new Twins(sharesBias, hasBias));
        using var batch = problem.Batch();
        ReferenceGradients.Check(problem.Task, ModuleSelection.AllParameters, batch, i => problem.Batch(i, 1));
        ReferenceGradients.CheckDifferences(problem.Task, ModuleSelection.AllParameters, batch, every: 7);
        var names = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters).Layout.Blocks.Select(block => block.Name);
        Assert.Equal(sharesBias ? ["first[0]", "first[1]", "head"] : ["first[0]", "first[1]", "head", "first.bias", "second.bias"], names);
    }

    [Fact]
    public void ModuleUnderTwoNames_IsTrackedOnce()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(5, 5);
        using var model = nn.Sequential(("first", layer), ("tanh", nn.Tanh()), ("again", layer), ("head", nn.Linear(5, 3)));
        model.to(ScalarType.Float64);
        ReferenceGradients.Fill(model);
        var task = new ClassificationTask(model);
        var values = ReferenceGradients.Draw(4, 3, 5);
        ExampleBatch Batch(int first, int count) =>
            new(
                ["a", "b", "c"],
                new Dictionary<string, Tensor>
                {
                    ["Features"] = values.narrow(0, first, count),
                    ["Label"] = tensor(new long[] { 2, 0, 1 }).narrow(0, first, count),
                }
            );
        ExampleBatch One(int index) =>
            new(
                ["one"],
                new Dictionary<string, Tensor>
                {
                    ["Features"] = values.narrow(0, index, 1),
                    ["Label"] = tensor(new long[] { 2, 0, 1 }).narrow(0, index, 1),
                }
            );
        Assert.Equal(["first", "head"], TrackedModules.Select(model, new ModuleSelection()).Modules.Select(module => module.Name));
        ReferenceGradients.Check(task, ModuleSelection.AllParameters, Batch(0, 3), One);
    }

    [Fact]
    public void ModelThatIsOneLayer_IsTracked()
    {
        using var model = nn.Linear(5, 3);
        var modules = TrackedModules.Select(model, new ModuleSelection { TrackBias = true });
        Assert.Equal([new BlockShape("Linear", 3, 6)], modules.Layout.Blocks);
        Assert.Empty(modules.LeftOut);
    }

    [Fact]
    public void OutputWithoutTheExampleFirst_IsExplained()
    {
        using var scope = NewDisposeScope();
        using var model = new Transposing();
        using var batch = new ExampleBatch(
            ["a", "b"],
            new Dictionary<string, Tensor> { ["Features"] = ones([2, 3, 4]), ["Label"] = tensor(new long[] { 0, 1 }) }
        );
        var collector = new GradientCollector(new ClassificationTask(model), TrackedModules.Select(model, new ModuleSelection()));
        var error = Assert.Throws<InvalidOperationException>(() => collector.Collect(batch));
        Assert.StartsWith(
            "Module 'inner' gave [3, 2, 2] for a batch of 2 examples: the first dimension has to be the example.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private sealed class Twins : nn.Module<Tensor, Tensor>
    {
        [TorchSharp.Utils.ComponentName(Name = "first")]
        private readonly Conv2d _first;

        [TorchSharp.Utils.ComponentName(Name = "second")]
        private readonly Conv2d _second;

        [TorchSharp.Utils.ComponentName(Name = "head")]
        private readonly Linear _head = nn.Linear(4, 3);

        public Twins(bool sharesBias, bool hasBias)
            : base(nameof(Twins))
        {
            // In float64 before they share: TorchSharp's model.to(type) disposes the weight under the second one.
            _first = nn.Conv2d(4, 4, 3, padding: 1, groups: 2, bias: hasBias, dtype: ScalarType.Float64);
            _second = nn.Conv2d(4, 4, 3, stride: 2, groups: 2, bias: hasBias, dtype: ScalarType.Float64);
            _second.weight = _first.weight;
            if (sharesBias && hasBias)
            {
                _second.bias = _first.bias;
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return _head.call(_second.call(_first.call(input).tanh()).tanh().flatten(2).mean([2])).MoveToOuterDisposeScope();
        }
    }

    private sealed class Transposing : nn.Module<Tensor, Tensor>
    {
        [TorchSharp.Utils.ComponentName(Name = "inner")]
        private readonly Linear _inner = nn.Linear(4, 2);

        public Transposing()
            : base(nameof(Transposing)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _inner.call(input.transpose(0, 1)).sum(0L);
    }
}
