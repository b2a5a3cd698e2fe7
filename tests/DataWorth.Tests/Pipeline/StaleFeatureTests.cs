using DataWorth.Methods;
using DataWorth.Methods.Logra;
using DataWorth.Tasks;

namespace DataWorth.Tests.Pipeline;

/// <summary>Stored features are used only for the model, loss and rows that they were made of.</summary>
public sealed class StaleFeatureTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Fact]
    public void SameWeightsWithAnotherActivation_ShareNothing()
    {
        using var problem = new AttributionProblem();
        var (fc1, fc2, fc3) = Layers(problem);
        using var relu = nn.Sequential(("fc1", fc1), ("act1", nn.ReLU()), ("fc2", fc2), ("act2", nn.ReLU()), ("fc3", fc3));
        using var tanh = nn.Sequential(("fc1", fc1), ("act1", nn.Tanh()), ("fc2", fc2), ("act2", nn.Tanh()), ("fc3", fc3));
        Assert.Equal(0, Fit(problem, new ClassificationTask(relu)).Reused);
        Check(problem, new ClassificationTask(tanh));
    }

    [Fact]
    public void SameWeightsWithAnotherSlope_ShareNothing()
    {
        using var problem = new AttributionProblem();
        var (fc1, fc2, fc3) = Layers(problem);
        using var small = nn.Sequential(("fc1", fc1), ("act1", nn.LeakyReLU(0.01)), ("fc2", fc2), ("act2", nn.ELU(1)), ("fc3", fc3));
        using var large = nn.Sequential(("fc1", fc1), ("act1", nn.LeakyReLU(0.5)), ("fc2", fc2), ("act2", nn.ELU(1)), ("fc3", fc3));
        Assert.Equal(0, Fit(problem, new ClassificationTask(small)).Reused);
        Check(problem, new ClassificationTask(large));
    }

    [Fact]
    public void OtherItemShapeOfEqualData_SharesNothing()
    {
        using var problem = new AttributionProblem();
        using var flat = nn.Sequential(("flatten", nn.Flatten()), ("model", problem.Classifier.Model));
        Assert.Equal(0, Fit(problem, new ClassificationTask(flat, itemShape: [7, 1])).Reused);
        Check(problem, new ClassificationTask(flat, itemShape: [1, 7]));
    }

    [Fact]
    public void OtherDescription_SharesNothing()
    {
        using var problem = new AttributionProblem();
        Assert.Equal(0, Fit(problem, Scaled(problem, 1, "temperature 1")).Reused);
        Check(problem, Scaled(problem, 3, "temperature 3"));
    }

    [Fact]
    public void NumbersThatATaskOfOnesOwnHas_ArePartOfTheKey()
    {
        using var problem = new AttributionProblem();
        Assert.Equal(0, Fit(problem, new ForgetfulTask(problem.Classifier.Task, 1)).Reused);
        Check(problem, new ForgetfulTask(problem.Classifier.Task, 3));
    }

    [Fact]
    public void NumbersThatAFunctionHasCaptured_ArePartOfTheKey()
    {
        using var problem = new AttributionProblem();
        Assert.Equal(0, Fit(problem, Scaled(problem, 1, "mine")).Reused);
        Check(problem, Scaled(problem, 3, "mine"));
    }

    [Fact]
    public void TensorsThatAFunctionHasCaptured_ArePartOfTheKey()
    {
        using var problem = new AttributionProblem();
        using var even = ones(4, ScalarType.Float64);
        using var uneven = tensor(new[] { 1.0, 1, 1, 9 });
        Assert.Equal(0, Fit(problem, Weighted(problem, even)).Reused);
        Check(problem, Weighted(problem, uneven));
        Assert.Equal(60, Fit(problem, Weighted(problem, even)).Reused);
    }

    /// <summary>Rows whose weights differ are not those that every fit compares.</summary>
    [Fact]
    public void NumbersInCollections_ArePartOfTheKey_AndMayNotChangeAfterTheFit()
    {
        using var problem = new AttributionProblem();
        var rare = problem.Train.GroupBy(row => row.Label).MinBy(label => label.Count())!.Key;
        Assert.Equal(0, Fit(problem, Weighted(problem, new Dictionary<long, double> { [rare] = 1 })).Reused);
        var weights = new Dictionary<long, double> { [rare] = 9 };
        Check(problem, Weighted(problem, weights));

        using var fit = problem
            .MLContext.Attribution.Logra(Weighted(problem, weights), new LograOptions { Rank = 3, Store = problem.Store })
            .Fit(problem.TrainView);
        weights[rare] = 2;
        var error = Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView));
        Assert.Contains("what its functions have captured, has changed, such as 'weights'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A list that a function adds to is changed by the function itself: no reason to refuse, and the numbers are those without
    /// it.</summary>
    [Fact]
    public void WhatAFunctionAddsToAList_ChangesNothing()
    {
        using var problem = new AttributionProblem();
        var source = problem.Classifier.Task;
        List<double> losses = [];
        var task = AttributionTask.Of(problem.Classifier.Model, source.Columns, source.Forward, (outputs, batch) =>
        {
            var loss = source.Loss(outputs, batch);
            losses.Add(loss.sum().ToDouble());
            return loss;
        });
        var scores = Fit(problem, task).Scores;
        Assert.NotEmpty(losses);
        using var fresh = new AttributionProblem();
        Assert.Equal(Fit(problem, source, fresh).Scores, scores);
    }

    /// <summary>Rows that every fit compares never come to the limit: only the key can tell.</summary>
    [Fact]
    public void WhatAModelOfOnesOwnReads_IsPartOfTheKey_AndMayNotChangeAfterTheFit()
    {
        using var problem = new AttributionProblem();
        var (fc1, fc2, fc3) = Layers(problem);
        using var inner = nn.Sequential(("fc1", fc1), ("fc2", fc2), ("fc3", fc3));
        using var model = new Limited(inner);
        Limited.Largest = 5;
        Assert.Equal(0, Fit(problem, new ClassificationTask(model)).Reused);
        Assert.Equal(60, Fit(problem, new ClassificationTask(model)).Reused);
        Limited.Largest = 0.1;
        Check(problem, new ClassificationTask(model));

        using var fit = problem
            .MLContext.Attribution.Logra(new ClassificationTask(model), new LograOptions { Rank = 3, Store = problem.Store })
            .Fit(problem.TrainView);
        Limited.Largest = 0.2;
        var error = Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView));
        Assert.Contains("or what they read, are not those", error.Message, StringComparison.Ordinal);
    }

    private sealed class Limited : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;

        public Limited(nn.Module<Tensor, Tensor> inner)
            : base("limited")
        {
            _inner = inner;
            RegisterComponents();
        }

        public static double Largest { get; set; }

        public override Tensor forward(Tensor input) => _inner.call(input.clamp(-100, Largest));
    }

    private static AttributionTask Weighted(AttributionProblem problem, Dictionary<long, double> weights)
    {
        var source = problem.Classifier.Task;
        return AttributionTask.Of(problem.Classifier.Model, source.Columns, source.Forward, (outputs, batch) =>
            source.Loss(outputs, batch)
            * tensor([.. batch["Label"].data<long>().Select(label => weights.GetValueOrDefault(label, 1))], outputs.dtype)
        );
    }

    private static AttributionTask Weighted(AttributionProblem problem, Tensor weights)
    {
        var source = problem.Classifier.Task;
        return AttributionTask.Of(problem.Classifier.Model, source.Columns, source.Forward, (outputs, batch) =>
            source.Loss(outputs, batch) * weights.index_select(0, batch["Label"])
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OtherLossUnderTheSameDescription_IsRefusedByEveryMethod_AtAFitAndAtALoad(string name)
    {
        using var problem = new AttributionProblem();
        var options = SmallFits.Options(problem, name) with { Name = "mine" };
        var method = MethodTable.Get(name);
        method.Create(problem.MLContext, new TemperatureTask(problem.Classifier.Task, 1), options).Fit(problem.TrainView).Dispose();
        var other = new TemperatureTask(problem.Classifier.Task, 2);
        if (name == "representation-similarity")
        {
            return; // no loss is involved
        }

        foreach (
            var use in new[]
            {
                () => method.Create(problem.MLContext, other, options).Fit(problem.TrainView).Dispose(),
                () => problem.MLContext.Attribution.Load(problem.Store, "mine", other).Dispose(),
            }
        )
        {
            var error = Assert.Throws<InvalidOperationException>(use);
            Assert.StartsWith($"What {name} stored does not fit this task: ", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A fit that reuses nothing, with the scores of a store of its own; the second time everything is reused.</summary>
    private static void Check(AttributionProblem problem, AttributionTask task)
    {
        var shared = Fit(problem, task);
        Assert.Equal(0, shared.Reused);
        using var fresh = new AttributionProblem();
        Assert.Equal(Fit(problem, task, fresh).Scores, shared.Scores);
        var again = Fit(problem, task);
        Assert.Equal(problem.Train.Count, again.Reused);
        Assert.Equal(shared.Scores, again.Scores);
    }

    private static (long Reused, double[][] Scores) Fit(AttributionProblem problem, AttributionTask task, AttributionProblem? store = null)
    {
        var options = new LograOptions { Rank = 3, Store = (store ?? problem).Store };
        using var fit = problem.MLContext.Attribution.Logra(task, options).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        return (fit.Summary.ReusedExamples, AttributionProblem.Scores(asked, problem.TrainView));
    }

    /// <summary>A classification whose author forgot the temperature in its description, and has it where no key looks.</summary>
    private sealed class TemperatureTask(ClassificationTask task, double temperature) : AttributionTask, IClassifies, ISamplesLabels
    {
        private readonly AsyncLocal<double> _temperature = new() { Value = temperature };

        public override nn.Module Model => task.Model;

        public override IReadOnlyList<BatchColumn> Columns => task.Columns;

        public override Tensor Forward(ExampleBatch batch) => task.Forward(batch) / _temperature.Value;

        public override Tensor Loss(Tensor outputs, ExampleBatch batch) => task.Loss(outputs, batch);

        public override string Describe() => "forgotten";

        public Tensor Margin(Tensor outputs, ExampleBatch batch) => task.Margin(outputs, batch);

        public Tensor CorrectProbability(Tensor outputs, ExampleBatch batch) => task.CorrectProbability(outputs, batch);

        public Tensor SampledLoss(Tensor outputs, ExampleBatch batch, long seed) => task.SampledLoss(outputs, batch, seed);
    }

    /// <summary>A classification whose author forgot the temperature in its description.</summary>
    private sealed class ForgetfulTask(ClassificationTask task, double temperature) : AttributionTask
    {
        public override nn.Module Model => task.Model;

        public override IReadOnlyList<BatchColumn> Columns => task.Columns;

        public override Tensor Forward(ExampleBatch batch) => task.Forward(batch);

        public override Tensor Loss(Tensor outputs, ExampleBatch batch) => task.Loss(outputs / temperature, batch);

        public override string Describe() => "forgotten";
    }

    private static AttributionTask Scaled(AttributionProblem problem, double temperature, string description)
    {
        var task = problem.Classifier.Task;
        return AttributionTask.Of(
            task.Model,
            task.Columns,
            task.Forward,
            (outputs, batch) => nn.functional.cross_entropy(outputs / temperature, batch["Label"], reduction: nn.Reduction.None),
            description: description
        );
    }

    private static (nn.Module<Tensor, Tensor>, nn.Module<Tensor, Tensor>, nn.Module<Tensor, Tensor>) Layers(AttributionProblem problem)
    {
        var layers = problem
            .Classifier.Model.named_children()
            .ToDictionary(child => child.name, child => (nn.Module<Tensor, Tensor>)child.module);
        return (layers["fc1"], layers["fc2"], layers["fc3"]);
    }
}
