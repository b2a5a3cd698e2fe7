using DataWorth.Methods.Ekfac;
using DataWorth.Methods.Logra;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Faults that gave wrong scores without a word.</summary>
public sealed class SilentFaultTests
{
    /// <summary>Positions are looked up once for all rows; with as many rows as positions that looks like one token for each row.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(14)]
    public void PositionsOfABatchThatIsAsLong_AreNotTakenForTokens(int batchSize)
    {
        using var problem = new AttributionProblem();
        using var model = new Positioned();
        var rows = Enumerable
            .Range(0, 14)
            .Select(i => new Fixed($"r{i}", [.. Enumerable.Range(0, 6).Select(t => ((i * t) + t) % 7)]))
            .ToArray();
        var view = problem.MLContext.Data.LoadFromEnumerable(rows);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            batch => model.call(batch["Tokens"]),
            (outputs, _) => outputs.square().sum(1)
        );
        Assert.Equal(Self(problem, task, view, 1), Self(problem, task, view, batchSize), Close);
    }

    /// <summary>Two of the dimensions of an image are as long as the longest text of the batch.</summary>
    [Fact]
    public void MaskIsNotAppliedToWhatHasAsManyParts()
    {
        using var problem = new AttributionProblem();
        using var model = new TextAndImage();
        var rows = Enumerable
            .Range(0, 9)
            .Select(i => new Mixed(
                $"r{i}",
                [.. Enumerable.Range(0, 1 + ((i + 2) % 4)).Select(t => (i + t) % 7)],
                [.. Enumerable.Range(0, 8).Select(t => (float)Math.Sin(i + t))]
            ))
            .ToArray();
        var view = problem.MLContext.Data.LoadFromEnumerable(rows);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens"), BatchColumn.Numbers("Image", [4, 2])],
            batch => model.Both(batch["Tokens"], batch["Tokens.Mask"], batch["Image"]),
            (outputs, _) => outputs.square().sum(1),
            positionMask: batch => batch["Tokens.Mask"]
        );
        Assert.Equal(Self(problem, task, view, 1), Self(problem, task, view, 9), Close);
    }

    /// <summary>Without a mask of one's own, that of the column counts: padding is no position.</summary>
    [Theory]
    [InlineData("kfac")]
    [InlineData("ekfac")]
    [InlineData("representation-similarity")]
    public void PaddingIsNoPosition_WhereTheTaskHasNoMask(string method)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var table = nn.Embedding(7, 3);
        using var head = nn.Linear(3, 2);
        using var model = nn.Sequential(("table", table), ("head", head));
        var rows = Enumerable
            .Range(0, 12)
            .Select(i => new Ragged($"r{i}", [.. Enumerable.Range(0, 1 + (i % 5)).Select(t => 1 + ((i + t) % 6))]))
            .ToArray();
        var view = problem.MLContext.Data.LoadFromEnumerable(rows);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            batch => model.call(batch["Tokens"]),
            (outputs, batch) => (outputs.square().sum(2) * batch["Tokens.Mask"]).sum(1)
        );
        Assert.Equal(Self(problem, task, view, 1, method), Self(problem, task, view, 12, method), Close);
    }

    [Fact]
    public void WeightsThatChangeDuringThePass_AreRefused_AndNothingIsKept()
    {
        using var problem = new AttributionProblem();
        var weight = problem.Classifier.Model.named_parameters().First().parameter;
        using var before = weight.detach().clone();
        var progress = new Stepper(done =>
        {
            if (done == 20)
            {
                using var off = no_grad();
                weight.mul_(3);
            }
        });
        var estimator = SmallFits.Estimator(problem, "logra", options => options with { BatchSize = 10, Progress = progress });
        Assert.Contains(
            "weights",
            Assert.Throws<InvalidOperationException>(() => estimator.Fit(problem.TrainView)).Message,
            StringComparison.Ordinal
        );
        using (no_grad())
        {
            weight.copy_(before);
        }

        using var fit = SmallFits.Estimator(problem, "logra").Fit(problem.TrainView);
        Assert.Equal(0, fit.Summary.ReusedExamples);
    }

    [Fact]
    public void SettingsThatAreNoNumbers_AreCompared()
    {
        using var problem = new AttributionProblem();
        using var model = new Listed(problem.Classifier.Model);
        using var fit = Logra(problem, new ClassificationTask(model), 20).Fit(problem.TrainView);
        model.Scales[0] = 0.5f;
        Assert.StartsWith(
            "The modules of the model, or their settings",
            Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void CodeThatReadsWhatNobodySees_IsFoundByTheRowsThatTheFitKept()
    {
        using var problem = new AttributionProblem();
        var source = problem.Classifier.Task;
        AppContext.SetData(ScaleName, 1.0);
        var task = AttributionTask.Of(problem.Classifier.Model, source.Columns, source.Forward, (o, b) => source.Loss(o, b) * Scale());
        using var fit = Logra(problem, task, 20).Fit(problem.TrainView);
        var before = task.Describe();
        AppContext.SetData(ScaleName, 2.0);
        Assert.Equal(before, task.Describe());
        Assert.Contains(
            "differs by",
            Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void CounterOfAFunction_IsNoSetting()
    {
        using var problem = new AttributionProblem();
        var source = problem.Classifier.Task;
        var calls = 0;
        var task = AttributionTask.Of(
            problem.Classifier.Model,
            source.Columns,
            batch =>
            {
                calls++;
                return source.Forward(batch);
            },
            source.Loss
        );
        using var fit = Logra(problem, task, 20).Fit(problem.TrainView);
        Assert.True(calls > 0);
        Assert.Equal(5, fit.WithQueries(problem.QueryView).QueryIds.Count);
        Assert.Equal(60, Logra(problem, task, 20).Fit(problem.TrainView).Summary.ReusedExamples);
    }

    [Fact]
    public void RowOfAnotherLengthThanItsColumn_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var model = nn.Linear(3, 2);
        var rows = new[]
        {
            new Short { Id = "a", Features = [1, 2, 3] },
            new Short { Id = "b", Features = [4, 5] },
        };
        var view = problem.MLContext.Data.LoadFromEnumerable(rows);
        var error = Assert.Throws<InvalidOperationException>(() => Logra(problem, new ClassificationTask(model), 20).Fit(view));
        Assert.Equal("Column 'Features' of row 'b' has 2 values, expected 3.", error.Message);
    }

    [Fact]
    public void LossThatIsAveragedOverTheBatch_IsFound_WhereTheFirstRowsAreSure()
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using (no_grad())
        {
            // All rows but a few are far on the right side.
            foreach (var row in problem.Train.Take(40))
            {
                using var logits = problem.Classifier.Model.call(tensor(row.Features, [1, 7]));
                row.Label = (int)logits.argmax(1).item<long>();
                row.Features = [.. row.Features.Select(value => value * 30)];
            }
        }

        var source = problem.Classifier.Task;
        var task = AttributionTask.Of(
            problem.Classifier.Model,
            source.Columns,
            source.Forward,
            (outputs, batch) => nn.functional.cross_entropy(outputs, batch["Label"], reduction: nn.Reduction.None) / batch.Count
        );
        var error = Assert.Throws<InvalidOperationException>(() => Logra(problem, task, 10).Fit(problem.TrainView));
        Assert.Contains("averag", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RepresentationThatDependsOnOtherRows_IsRefused()
    {
        using var problem = new AttributionProblem();
        var model = problem.Classifier.Model;
        var source = problem.Classifier.Task;
        var task = AttributionTask.Of(
            model,
            source.Columns,
            batch => model.call(batch["Features"] - batch["Features"].mean([0], keepdim: true)),
            source.Loss
        );
        var options = new DataWorth.Methods.RepresentationSimilarity.RepresentationSimilarityOptions { Store = problem.Store };
        var estimator = problem.MLContext.Attribution.RepresentationSimilarity(task, options);
        Assert.Contains(
            "representation",
            Assert.Throws<InvalidOperationException>(() => estimator.Fit(problem.TrainView)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void NamesOfFits_AreNoBeginningsOfKeys()
    {
        using var problem = new AttributionProblem();
        foreach (var name in "0123456789abcdef")
        {
            SmallFits
                .Estimator(problem, "logra", options => options with { Name = $"{name}", Damping = Curvature.Damping.Relative(1 + name) })
                .Fit(problem.TrainView)
                .Dispose();
        }

        foreach (var name in "0123456789abcdef")
        {
            using var fit = problem.MLContext.Attribution.Load(problem.Store, $"{name}", problem.Classifier.Task);
            Assert.Equal($"{name}", fit.Summary.Name);
        }

        Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Load(problem.Store, "", problem.Classifier.Task));
    }

    [Fact]
    public void PartsWithTooFewNeighbours_OrGivenTwice_AreNotMerged()
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, "gradient-dot").Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        IReadOnlyList<Neighbor>[] parts = [TopK.Run(asked, 2, new Part(0, 2)), TopK.Run(asked, 2, new Part(1, 2))];
        Assert.Equal(5 * 4, TopK.Merge(parts, 2).Count);
        Assert.Contains(
            "Run TopK with k = 5",
            Assert.Throws<ArgumentException>(() => TopK.Merge(parts, 5)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "a part was given twice",
            Assert.Throws<ArgumentException>(() => TopK.Merge([parts[0], parts[0]], 2)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => TopK.Merge(parts, 0));
    }

    [Fact]
    public void GradientsThatVanishInFloat16_AreRefused()
    {
        using var problem = new AttributionProblem();
        var source = problem.Classifier.Task;
        var task = AttributionTask.Of(problem.Classifier.Model, source.Columns, source.Forward, (o, b) => source.Loss(o, b) * 1e-12);
        var options = new LograOptions
        {
            Rank = 3,
            Storage = "float16",
            Curvature = LograCurvature.None,
            Store = problem.Store,
        };
        var estimator = problem.MLContext.Attribution.Logra(task, options);
        Assert.Contains(
            "too small for float16",
            Assert.Throws<InvalidOperationException>(() => estimator.Fit(problem.TrainView)).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Rows are scored where they lie in memory, and memory lies elsewhere each time.</summary>
    [Fact]
    public void ScoresOfDenseRows_AreTheSameBits_AsOftenAsTheyAreRead()
    {
        using var problem = new AttributionProblem(ScalarType.Float32, train: 500);
        using var fit = SmallFits
            .Estimator(problem, "logra", options => options is LograOptions logra ? logra with { Storage = "float32" } : options)
            .Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var first = Score.Run(asked).SelectMany(rows => rows.Scores).ToList();
        for (var reading = 0; reading < 20; reading++)
        {
            Assert.Equal(first, Score.Run(asked).SelectMany(rows => rows.Scores));
        }
    }

    private const string ScaleName = "SilentFaultTests.Scale";

    private static double Scale() => (double)AppContext.GetData(ScaleName)!;

    private static bool Close(float left, float right) => Math.Abs(left - right) <= 1e-4 * Math.Max(Math.Abs(left), Math.Abs(right)) + 1e-7;

    private static AttributionEstimator Logra(AttributionProblem problem, AttributionTask task, int batchSize) =>
        problem.MLContext.Attribution.Logra(
            task,
            new LograOptions
            {
                Rank = 3,
                BatchSize = batchSize,
                Store = problem.Store,
            }
        );

    private static List<float> Self(
        AttributionProblem problem,
        AttributionTask task,
        IDataView view,
        int batchSize,
        string method = "gradient-dot"
    )
    {
        using var store = new DataWorth.Artifacts.MemoryArtifactStore();
        var description = DataWorth.Methods.MethodTable.Get(method);
        var options = description.DefaultOptions() with { BatchSize = batchSize, Store = store };
        options = options is EkfacOptions ekfac ? ekfac with { EmpiricalFisher = true } : options;
        using var fit = description.Create(problem.MLContext, task, options).Fit(view);
        using var asked = fit.WithQueries(view);
        return [.. asked.Transform(view).GetColumn<float[]>("Score").SelectMany(row => row)];
    }

    private sealed class Stepper(Action<long> step) : IProgress<AttributionProgress>
    {
        public void Report(AttributionProgress value) => step(value.Done);
    }

    private sealed class Positioned : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding _tokens = nn.Embedding(7, 4);
        private readonly TorchSharp.Modules.Embedding _positions = nn.Embedding(6, 4);
        private readonly TorchSharp.Modules.Linear _head = nn.Linear(4, 3);

        public Positioned()
            : base(nameof(Positioned)) => RegisterComponents();

        public override Tensor forward(Tensor tokens)
        {
            var positions = _positions.call(arange(0, tokens.shape[1], ScalarType.Int64));
            return _head.call((_tokens.call(tokens) + positions).tanh()).sum(1);
        }
    }

    private sealed class TextAndImage : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding _tokens = nn.Embedding(7, 4);
        private readonly TorchSharp.Modules.Linear _text = nn.Linear(4, 3);
        private readonly TorchSharp.Modules.Linear _image = nn.Linear(2, 3);

        public TextAndImage()
            : base(nameof(TextAndImage)) => RegisterComponents();

        public Tensor Both(Tensor tokens, Tensor mask, Tensor image) =>
            (_text.call(_tokens.call(tokens)) * mask.unsqueeze(2)).sum(1) + _image.call(image).tanh().sum(1);

        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Listed : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;

        public Listed(nn.Module<Tensor, Tensor> inner)
            : base(nameof(Listed))
        {
            _inner = inner;
            register_module("inner", inner);
        }

        public float[] Scales { get; } = [1, 1];

        public override Tensor forward(Tensor input) => _inner.call(input) * Scales[0];
    }

    private sealed record Fixed(string Id, [property: VectorType(6)] long[] Tokens);

    private sealed record Ragged(string Id, long[] Tokens);

    private sealed record Mixed(string Id, long[] Tokens, [property: VectorType(8)] float[] Image);

    private sealed class Short
    {
        public string Id { get; set; } = "";

        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public long Label { get; set; }
    }
}
