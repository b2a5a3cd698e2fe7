using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Projections;
using DataWorth.Tasks;

namespace DataWorth.Tests.Gradients;

public sealed class GradientCollectorTests
{
    // float64: sums of a few dozen products in another order.
    private const double Exact = 1e-12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ProjectedGradient_MatchesForLoopAutograd(bool trackBias)
    {
        using var problem = new SmallClassifier();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { TrackBias = trackBias });
        using var map = Identity(problem, modules);
        using var batch = problem.Batch();
        using var features = map.Map(batch);
        using var rows = features.ToRows(map.Layout, ScalarType.Float64, CPU);

        var actual = rows.ToDoubles();
        for (var i = 0; i < problem.Count; i++)
        {
            Numbers.Close(
                Reference(problem, i, trackBias),
                actual[(i * (int)map.Layout.Size)..((i + 1) * (int)map.Layout.Size)],
                Exact,
                Exact
            );
        }
    }

    [Fact]
    public void ProjectedGradient_InFloat32_MatchesForLoopAutogradProjectedAfterwards()
    {
        using var problem = new SmallClassifier(ScalarType.Float32, inputs: 40, hidden: 30);
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection());
        using var projections = ProjectionSet.Create(modules.Layout, ProjectionTable.Get("rademacher"), 5, 1, ScalarType.Float32, CPU);
        using var map = new TwoSidedProjectionMap(
            new GradientCollector(problem.Task, modules),
            ProjectionSet.Create(modules.Layout, ProjectionTable.Get("rademacher"), 5, 1, ScalarType.Float32, CPU)
        );
        using var batch = problem.Batch();
        using var features = map.Map(batch);
        using var rows = features.ToRows(map.Layout, ScalarType.Float32, CPU);
        for (var i = 0; i < problem.Count; i++)
        {
            using var scope = NewDisposeScope();
            var expected = new List<double>();
            foreach (var (index, name) in new[] { "fc1", "fc2", "fc3" }.Index())
            {
                var shape = modules.Layout.Blocks[index];
                var gradient = tensor(problem.LoopGradient(i, name + ".weight"), [shape.Outputs, shape.Inputs]);
                var (output, input) = projections[index];
                expected.AddRange(output.ToDense().mm(gradient).mm(input.ToDense().t()).ToDoubles());
            }

            // rtol and atol of float32 (kronfluence's test tolerances).
            Numbers.Close([.. expected], rows[i].ToDoubles(), 1.3e-6, 1e-5);
        }
    }

    [Fact]
    public void Gradient_DoesNotDependOnTheBatch()
    {
        using var problem = new SmallClassifier();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection());
        using var map = Identity(problem, modules);
        using var all = problem.Batch();
        using var whole = map.Map(all);
        using var expected = whole.ToRows(map.Layout, ScalarType.Float64, CPU);
        for (var first = 0; first < problem.Count; first += 5)
        {
            using var batch = problem.Batch(first, Math.Min(5, problem.Count - first));
            using var features = map.Map(batch);
            using var rows = features.ToRows(map.Layout, ScalarType.Float64, CPU);
            Numbers.Close(expected.narrow(0, first, batch.Count).ToDoubles(), rows.ToDoubles(), Exact, Exact);
        }
    }

    [Fact]
    public void Margin_GradientMatchesFiniteDifferences()
    {
        using var problem = new SmallClassifier(examples: 3);
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { Include = "fc2" });
        var collector = new GradientCollector(problem.Task, modules);
        using var batch = problem.Batch();
        var gradient = collector.Collect(batch, Objective.Margin)[0];
        var actual = gradient.Materialize().ToDoubles();
        gradient.Dispose();

        var weight = problem.Model.named_parameters().Single(p => p.name == "fc2.weight").parameter;
        const double Step = 1e-6;
        for (var i = 0; i < weight.NumberOfElements; i += 7)
        {
            var above = Margins(problem, batch, weight, i, Step);
            var below = Margins(problem, batch, weight, i, -Step);
            for (var n = 0; n < batch.Count; n++)
            {
                // Central differences: error of order step^2 plus rounding / step.
                Assert.Equal((above[n] - below[n]) / (2 * Step), actual[(n * (int)weight.NumberOfElements) + i], 1e-7);
            }
        }
    }

    [Fact]
    public void FrozenModel_GivesTheSameGradients()
    {
        using var problem = new SmallClassifier();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection());
        using var map = Identity(problem, modules);
        using var batch = problem.Batch();
        using var before = map.Map(batch);
        foreach (var parameter in problem.Model.parameters())
        {
            parameter.requires_grad = false;
        }

        using var after = map.Map(batch);
        Numbers.Close(
            before.ToRows(map.Layout, ScalarType.Float64, CPU).ToDoubles(),
            after.ToRows(map.Layout, ScalarType.Float64, CPU).ToDoubles(),
            0,
            0
        );
    }

    [Fact]
    public void ModuleUsedThroughForward_IsExplained()
    {
        using var model = new ForwardCaller();
        var task = new ClassificationTask(model);
        var collector = new GradientCollector(task, TrackedModules.Select(model, new ModuleSelection()));
        using var batch = new ExampleBatch(
            ["a"],
            new Dictionary<string, Tensor> { ["Features"] = ones([1, 3]), ["Label"] = tensor(new long[] { 0 }) }
        );
        var error = Assert.Throws<InvalidOperationException>(() => collector.Collect(batch));
        Assert.StartsWith(
            "Module 'inner' produced no activation. Hooks run only when the model uses call(...); this model used forward(...)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void NaNLoss_NamesTheExample()
    {
        using var problem = new SmallClassifier();
        problem.Features[4] = full([7], double.NaN, ScalarType.Float64);
        var collector = new GradientCollector(problem.Task, TrackedModules.Select(problem.Model, new ModuleSelection()));
        using var batch = problem.Batch();
        var error = Assert.Throws<InvalidOperationException>(() => collector.Collect(batch));
        Assert.Contains("The loss of example 'example-4' is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownModule_SuggestsTheClosest()
    {
        using var problem = new SmallClassifier();
        var error = Assert.Throws<ArgumentException>(() => TrackedModules.Select(problem.Model, new ModuleSelection { Include = "fx2" }));
        Assert.StartsWith(
            "Tracked module 'fx2' is not in the model. Did you mean 'fc2'? The model has 3 trackable modules: fc1, fc2, fc3.",
            error.Message,
            StringComparison.Ordinal
        );
        var excluded = Assert.Throws<ArgumentException>(() =>
            TrackedModules.Select(problem.Model, new ModuleSelection { Exclude = "fx2" })
        );
        Assert.Equal(error.Message, excluded.Message);
    }

    [Theory]
    [InlineData("fc1, zz*", "", "Pattern 'zz*' of modules.include matches no module of the model.")]
    [InlineData("f?1,zz?", "", "Pattern 'zz?' of modules.include matches no module of the model.")]
    [InlineData("*", "fc1,zz*", "Pattern 'zz*' of modules.exclude matches no module of the model.")]
    public void APatternThatMatchesNoModule_IsRefused(string include, string exclude, string message)
    {
        using var problem = new SmallClassifier();
        var error = Assert.Throws<ArgumentException>(() =>
            TrackedModules.Select(problem.Model, new ModuleSelection { Include = include, Exclude = exclude })
        );
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" The model has 3 trackable modules: fc1, fc2, fc3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APatternThatMatchesOnlyModulesOfOtherKinds_IsRefused()
    {
        using var problem = new SmallClassifier();
        var error = Assert.Throws<ArgumentException>(() =>
            TrackedModules.Select(problem.Model, new ModuleSelection { Include = "fc*", Kinds = "convolution" })
        );
        Assert.StartsWith(
            "Tracked module 'fc*' is of kind 'linear', which modules.kinds = 'convolution' leaves out.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Collector_LeavesNoLiveTensors()
    {
        using var problem = new SmallClassifier();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection());
        using var map = Identity(problem, modules);
        using var batch = problem.Batch();
        void Once()
        {
            using var features = map.Map(batch);
            using var rows = features.ToRows(map.Layout, ScalarType.Float64, CPU);
        }

        Once();
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        for (var i = 0; i < 3; i++)
        {
            Once();
        }

        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    private static TwoSidedProjectionMap Identity(SmallClassifier problem, TrackedModules modules) =>
        new(new GradientCollector(problem.Task, modules), ProjectionSet.Identity(modules.Layout));

    private static double[] Reference(SmallClassifier problem, int example, bool bias)
    {
        var blocks = new List<double>();
        foreach (var name in new[] { "fc1", "fc2", "fc3" })
        {
            var weight = problem.LoopGradient(example, name + ".weight");
            if (!bias)
            {
                blocks.AddRange(weight);
                continue;
            }

            var column = problem.LoopGradient(example, name + ".bias");
            var inputs = weight.Length / column.Length;
            for (var row = 0; row < column.Length; row++)
            {
                blocks.AddRange(weight[(row * inputs)..((row + 1) * inputs)]);
                blocks.Add(column[row]);
            }
        }

        return [.. blocks];
    }

    private static double[] Margins(SmallClassifier problem, ExampleBatch batch, Tensor weight, int index, double step)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var entry = weight.view(-1).narrow(0, index, 1);
        entry.add_(step);
        var logits = problem.Task.Forward(batch).ToDoubles();
        entry.sub_(step);
        var classes = logits.Length / batch.Count;
        return
        [
            .. Enumerable
                .Range(0, batch.Count)
                .Select(n =>
                {
                    var row = logits[(n * classes)..((n + 1) * classes)];
                    var label = problem.Labels[n];
                    return row[label] - Math.Log(row.Where((_, c) => c != label).Sum(Math.Exp));
                }),
        ];
    }

    private sealed class ForwardCaller : nn.Module<Tensor, Tensor>
    {
        [TorchSharp.Utils.ComponentName(Name = "inner")]
        private readonly nn.Module<Tensor, Tensor> _inner = nn.Linear(3, 2);

        public ForwardCaller()
            : base(nameof(ForwardCaller)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _inner.forward(input);
    }
}
