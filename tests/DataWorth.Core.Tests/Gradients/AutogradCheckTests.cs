using DataWorth.Gradients;
using DataWorth.Tasks;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

/// <summary>A row's collected gradient is libtorch's gradient of the weights, and does not depend on the rows beside it: what would make it
/// another is refused by name.</summary>
public sealed class AutogradCheckTests
{
    private const int Width = 4;

    [Fact]
    public void AWeightThatIsUsedBesideItsModule_IsRefused()
    {
        var layer = nn.Linear(Width, Width);
        Refuses(layer, "'layer'", x => layer.call(x) + matmul(x, layer.weight!));
    }

    [Fact]
    public void AModuleThatAnotherThreadCallsToo_IsRefused()
    {
        var layer = nn.Linear(Width, Width);
        Refuses(layer, "'layer'", x =>
        {
            Tensor? other = null;
            var thread = new Thread(() => other = layer.call(x.sin()).DetachFromDisposeScope());
            thread.Start();
            thread.Join();
            return layer.call(x) + other!;
        });
    }

    /// <summary>The hook was there before the collector's, which sees what came out of it; libtorch, too, differentiates that.</summary>
    [Fact]
    public void AHookThatScalesTheOutput_GivesWhatLibtorchGives_OrIsRefused()
    {
        var layer = nn.Linear(Width, Width);
        layer.register_forward_hook((_, _, output) => output * 3);
        using var own = new Own(layer, x => layer.call(x));
        using var batch = Batch(5);
        try
        {
            var found = ReferenceGradients.Collected(Task(own), TrackedModules.Select(own, new()), batch);
            Assert.Equal(Exact(own, batch), found, (a, b) => Math.Abs(a - b) < 1e-9);
        }
        catch (InvalidOperationException refused)
        {
            Assert.Contains("by libtorch", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RowsThatAreMixedFromThreeOn_AreRefusedInTheFirstBatchOfThree()
    {
        var layer = nn.Linear(Width, Width);
        using var own = new Own(layer, x =>
        {
            var h = layer.call(x);
            return h.shape[0] > 2 ? h - h.mean([0], keepdim: true) : h;
        });
        var collector = new GradientCollector(Task(own), TrackedModules.Select(own, new()));
        using var pair = Batch(2);
        using var three = Batch(3);
        Dispose(collector.Collect(pair));
        var refused = Assert.Throws<InvalidOperationException>(() => Dispose(collector.Collect(three)));
        Assert.Contains("depends on the other rows", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.012)]
    [InlineData(0.05)]
    public void RowsThatAreMixedALittle_AreRefused(double share)
    {
        var layer = nn.Linear(Width, Width);
        Refuses(layer, "depends on the other rows", x => layer.call(x) is var h ? h - (share * h.mean([0], keepdim: true)) : h);
    }

    [Fact]
    public void FrozenWeights_AreCompared_AndStayFrozen()
    {
        var layer = nn.Linear(Width, Width);
        layer.weight!.requires_grad = false;
        using var own = new Own(layer, x => layer.call(layer.call(x).tanh()));
        using var batch = Batch(5);
        Dispose(new GradientCollector(Task(own), TrackedModules.Select(own, new())).Collect(batch));
        Assert.False(layer.weight.requires_grad);
        Assert.All(own.parameters(), parameter => Assert.True(parameter.grad is null));
    }

    /// <summary>The mask has as many positions as the feature's first dimension, and holes: it would leave out rows of the feature.</summary>
    [Fact]
    public void AMaskThatFitsByAccident_IsRefused()
    {
        var layer = nn.Linear(Width, Width);
        using var own = new Own(layer, x => layer.call(x));
        var task = AttributionTask.Of(
            own,
            [BatchColumn.Numbers("Features", [3, Width]), BatchColumn.Numbers("Flags", [3])],
            batch => own.call(batch["Features"]),
            (outputs, _) => outputs.square().sum([1, 2]),
            positionMask: batch => batch["Flags"]
        );
        using var batch = new ExampleBatch(
            ["a", "b", "c"],
            new Dictionary<string, Tensor>
            {
                ["Features"] = ReferenceGradients.Draw(1, 3, 3, Width),
                ["Flags"] = tensor(new double[] { 1, 1, 1, 1, 0, 1, 1, 1, 1 }, [3, 3]),
            }
        );
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Dispose(new GradientCollector(task, TrackedModules.Select(own, new())).Collect(batch))
        );
        Assert.Contains("position mask", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmbeddingThatScalesByFrequency_IsRefused_WhereARowRepeatsAToken()
    {
        using var model = nn.Sequential(("table", nn.Embedding(7, Width, scale_grad_by_freq: true)), ("flat", nn.Flatten()));
        ReferenceGradients.Fill(model.to(ScalarType.Float64));
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            batch => model.call(batch["Tokens"]),
            (outputs, _) => outputs.pow(3).sum(1)
        );
        using var batch = new ExampleBatch(
            ["a", "b"],
            new Dictionary<string, Tensor> { ["Tokens"] = tensor(new long[] { 1, 1, 2, 3, 4, 3 }, [2, 3]) }
        );
        var modules = TrackedModules.Select(model, new() { Kinds = "embedding" });
        var refused = Assert.Throws<InvalidOperationException>(() => Dispose(new GradientCollector(task, modules).Collect(batch)));
        Assert.Contains("by libtorch", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ModulesThatShareABias_OrAWeight_AreCollected(bool sharesWeight)
    {
        var (first, second) = (nn.Linear(Width, Width), nn.Linear(Width, Width));
        second.bias = first.bias;
        if (sharesWeight)
        {
            second.weight = first.weight;
        }

        using var model = nn.Sequential(("first", first), ("tanh", nn.Tanh()), ("second", second));
        ReferenceGradients.Fill(model);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Numbers("Features", [Width])],
            batch => model.call(batch["Features"]),
            (outputs, _) => outputs.square().sum(1)
        );
        using var batch = new ExampleBatch(
            ["a", "b", "c"],
            new Dictionary<string, Tensor> { ["Features"] = ReferenceGradients.Draw(9, 3, Width).to_type(ScalarType.Float32) }
        );
        foreach (var trackBias in new[] { false, true })
        {
            Dispose(new GradientCollector(task, TrackedModules.Select(model, new() { TrackBias = trackBias })).Collect(batch));
        }
    }

    private static void Refuses(Linear layer, string text, Func<Tensor, Tensor> run)
    {
        using var own = new Own(layer, run);
        using var batch = Batch(5);
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Dispose(new GradientCollector(Task(own), TrackedModules.Select(own, new())).Collect(batch))
        );
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    private static AttributionTask Task(Own own) =>
        AttributionTask.Of(
            own,
            [BatchColumn.Numbers("Features", [Width])],
            batch => own.call(batch["Features"]),
            (outputs, _) => outputs.square().sum(1)
        );

    private static ExampleBatch Batch(int rows) =>
        new(
            [.. Enumerable.Range(0, rows).Select(row => $"r{row}")],
            new Dictionary<string, Tensor> { ["Features"] = ReferenceGradients.Draw(9, rows, Width) }
        );

    private static double[] Exact(Own own, ExampleBatch batch) =>
        [
            .. Enumerable
                .Range(0, batch.Count)
                .SelectMany(row =>
                {
                    using var scope = NewDisposeScope();
                    var loss = own.call(batch["Features"].narrow(0, row, 1)).square().sum();
                    return autograd.grad([loss], [own.get_parameter("layer.weight")!])[0].data<double>().ToArray();
                }),
        ];

    private static void Dispose(IReadOnlyList<DataWorth.Features.GradientBlock> blocks)
    {
        foreach (var block in blocks)
        {
            block.Dispose();
        }
    }

    private sealed class Own : nn.Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> _run;

        public Own(Linear layer, Func<Tensor, Tensor> run)
            : base("own")
        {
            _run = run;
            register_module("layer", layer);
            ReferenceGradients.Fill(this.to(ScalarType.Float64));
        }

        public override Tensor forward(Tensor input) => _run(input);
    }
}
