using DataWorth.Methods;
using DataWorth.Methods.Logra;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Gradients that depend on the batch, on padding or on chance are refused.</summary>
public sealed class RowCheckTests
{
    [Fact]
    public void MeasurementThatIsAveraged_IsRefused_ThoughTheLossOfTheSameShapesIsNot()
    {
        using var problem = new AttributionProblem(queries: 4);
        var task = Task(problem, loss => loss, (outputs, batch) => outputs[.., 1] / batch.Count);
        using var fit = Logra(problem, task, batchSize: 4).Fit(problem.TrainView);
        // One query by itself is its own average, and says nothing about the next ones.
        fit.WithQueries(ExampleRow.View(problem.MLContext, problem.Queries.Take(1), 7)).Dispose();
        Refused("measurement", () => fit.WithQueries(problem.QueryView));
    }

    [Fact]
    public void RowThatDependsOnThoseBeforeIt_IsRefused()
    {
        using var problem = new AttributionProblem();
        Refused("loss", () => Logra(problem, Task(problem, loss => loss.cumsum(0))).Fit(problem.TrainView));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RowsThatAreCentredByTheirBatch_AreRefused_ThoughOneByItselfHasNoGradient(bool areRectified)
    {
        using var problem = new AttributionProblem();
        var source = problem.Classifier.Task;
        using var model = nn.Linear(7, 3, hasBias: false, dtype: problem.Classifier.Type);
        var task = AttributionTask.Of(
            model,
            source.Columns,
            batch =>
            {
                var centred = batch["Features"] - batch["Features"].mean([0], keepdim: true);
                return model.call(areRectified ? centred.relu() : centred);
            },
            source.Loss
        );
        Refused("loss", () => Logra(problem, task).Fit(problem.TrainView));
    }

    [Fact]
    public void GradientsThatGoToOtherRows_AreRefused()
    {
        using var problem = new AttributionProblem();
        using var flip = new Flipped(problem.Classifier.Model);
        Refused("loss", () => Logra(problem, new ClassificationTask(flip)).Fit(problem.TrainView));
    }

    [Fact]
    public void MeanOverPadding_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var model = nn.Sequential(("table", nn.Embedding(7, 3)), ("head", nn.Linear(3, 2)));
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            batch => model.call(batch["Tokens"]).mean([1]),
            (outputs, _) => outputs.square().sum(1)
        );
        var rows = Enumerable
            .Range(0, 9)
            .Select(i => new TokenRow($"t{i}", [.. Enumerable.Range(0, 1 + (i % 4)).Select(t => (i + t) % 7)]))
            .ToArray();
        var view = problem.MLContext.Data.LoadFromEnumerable(rows);
        Refused("loss", () => Logra(problem, task).Fit(view));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void DropoutThatIsAlwaysOn_IsRefused(int batchSize)
    {
        using var problem = new AttributionProblem();
        var (model, source) = (problem.Classifier.Model, problem.Classifier.Task);
        var random = new SeededRandom(3);
        var task = AttributionTask.Of(
            model,
            source.Columns,
            batch => model.call(batch["Features"] * Mask(batch["Features"].shape)),
            source.Loss
        );
        var error = Assert.Throws<InvalidOperationException>(() => Logra(problem, task, batchSize).Fit(problem.TrainView));
        Assert.Contains("chance", error.Message, StringComparison.Ordinal);

        // Not libtorch's generator: other tests seed it at the same time.
        Tensor Mask(long[] shape)
        {
            var kept = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextInt32(2) * 2.0);
            return tensor(kept.ToArray(), shape, dtype: problem.Classifier.Type);
        }
    }

    [Fact]
    public void SettingThatChangesAfterTheFit_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var model = new Scaled(problem.Classifier.Model);
        using var fit = Logra(problem, new ClassificationTask(model)).Fit(problem.TrainView);
        model.Scale = 0.5;
        var error = Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView));
        Assert.StartsWith(
            "The modules of the model, or their settings, or what they read, are not those it was fitted with",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void GradientsTooSmallForFloat16_AreRefused()
    {
        using var problem = new AttributionProblem();
        var task = Task(problem, loss => loss * 1e-6);
        var options = new LograOptions
        {
            Rank = 3,
            Storage = "float16",
            Store = problem.Store,
        };
        var error = Assert.Throws<InvalidOperationException>(() =>
            problem.MLContext.Attribution.Logra(task, options).Fit(problem.TrainView)
        );
        Assert.Contains("is too small for float16", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-1e9)]
    public void MaskOfOtherValues_IsRefused(double value)
    {
        using var problem = new AttributionProblem();
        using var model = nn.Sequential(("table", nn.Embedding(7, 3)), ("head", nn.Linear(3, 2)));
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            batch => model.call(batch["Tokens"]),
            (outputs, _) => outputs.square().flatten(1).sum(1),
            positionMask: batch => ones_like(batch["Tokens"]).to_type(ScalarType.Float32) * value
        );
        var view = problem.MLContext.Data.LoadFromEnumerable(new[] { new TokenRow("a", [1, 2]), new TokenRow("b", [3, 4]) });
        var error = Assert.Throws<ArgumentException>(() => Logra(problem, task).Fit(view));
        Assert.StartsWith("The task's position mask has other values than 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaskThatNoModuleFits_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var model = nn.Sequential(("table", nn.Embedding(7, 3)), ("head", nn.Linear(3, 2)));
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Integers("Tokens")],
            // One position more than the mask says: as of a model that puts a token of its own in front.
            batch => model.call(cat([batch["Tokens"].narrow(1, 0, 1), batch["Tokens"]], 1)),
            (outputs, _) => outputs.square().flatten(1).sum(1),
            positionMask: batch => batch["Tokens.Mask"]
        );
        var view = problem.MLContext.Data.LoadFromEnumerable(new[] { new TokenRow("a", [1, 2]), new TokenRow("b", [3]) });
        var error = Assert.Throws<InvalidOperationException>(() => Logra(problem, task).Fit(view));
        Assert.StartsWith("The task's position mask has shape [2, 2], but no tracked module", error.Message, StringComparison.Ordinal);
        Assert.Contains("('head' is given [2, 3, 3])", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnNamedTwice_IsRefused()
    {
        using var problem = new AttributionProblem();
        var source = problem.Classifier.Task;
        var task = AttributionTask.Of(
            problem.Classifier.Model,
            [.. source.Columns, source.Columns[0]],
            batch => problem.Classifier.Model.call(batch["Features"]),
            source.Loss
        );
        var error = Assert.Throws<ArgumentException>(() => Logra(problem, task).Fit(problem.TrainView));
        Assert.StartsWith("The task names column 'Features' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItemShapeOfNegativeSizes_IsRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => BatchColumn.Numbers("Features", [-1, -2]));
        Assert.StartsWith("ItemShape should be sizes of at least 1, got [-1, -2].", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever still reads scores when a fit is disposed is told so, whichever thread that is.</summary>
    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    public async System.Threading.Tasks.Task ScoresThatAreReadWhileTheFitIsDisposed_EndWithThat(string name)
    {
        using var problem = new AttributionProblem();
        var options = SmallFits.Options(problem, name) with { BatchSize = 3 };
        for (var waits = 0; waits < 6; waits++)
        {
            var fit = MethodTable.Get(name).Create(problem.MLContext, problem.Classifier.Task, options).Fit(problem.TrainView);
            var asked = fit.WithQueries(problem.QueryView);
            using ManualResetEventSlim begun = new();
            var reading = System.Threading.Tasks.Task.Run(() =>
            {
                while (true)
                {
                    foreach (var _ in Stages.Score.Run(asked))
                    {
                        begun.Set();
                    }

                    AttributionProblem.Scores(asked, problem.TrainView);
                }
            });
            begun.Wait();
            Thread.SpinWait(20_000 * waits);
            asked.Dispose();
            fit.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        }
    }

    [Fact]
    public void QueriesOfTheSameId_AreRefused()
    {
        using var problem = new AttributionProblem();
        problem.Queries[3].Id = "query-1";
        using var fit = SmallFits.Estimator(problem, "logra").Fit(problem.TrainView);
        var error = Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView));
        Assert.Contains("'query-1'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void UseAfterDispose_SaysSo(string name)
    {
        using var problem = new AttributionProblem();
        var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView);
        var asked = fit.WithQueries(problem.QueryView);
        using var damped = fit.WithQueries(problem.QueryView);
        asked.Dispose();
        Assert.Throws<ObjectDisposedException>(() => asked.TopK(2));
        Assert.Throws<ObjectDisposedException>(() => asked.Transform(problem.TrainView));
        fit.Dispose();
        fit.Dispose();
        Assert.Throws<ObjectDisposedException>(() => fit.WithQueries(problem.QueryView));
        Assert.Throws<ObjectDisposedException>(() => fit.SelfInfluence());
        Assert.Throws<ObjectDisposedException>(() => damped.TopK(2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_GetTheScoresOfOne(string name)
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var unseen = ExampleRow.View(problem.MLContext, problem.Queries, 7);
        var expected = AttributionProblem.Scores(asked, unseen);
        using var model = new ManualResetEventSlim();
        Parallel.For(
            0,
            16,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            i =>
            {
                if (i % 4 == 3)
                {
                    // Somebody else's use of the model.
                    using var scope = NewDisposeScope();
                    _ = problem.Classifier.Model.call(problem.Classifier.Features);
                    return;
                }

                using var own = fit.WithQueries(problem.QueryView);
                Assert.Equal(expected, AttributionProblem.Scores(i % 2 == 0 ? own : asked, unseen));
            }
        );
    }

    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    private static void Refused(string objective, Action use)
    {
        var error = Assert.Throws<InvalidOperationException>(use);
        Assert.StartsWith($"The gradient of the {objective} of row '", error.Message, StringComparison.Ordinal);
        Assert.Contains("it depends on the other rows, on padding or on chance", error.Message, StringComparison.Ordinal);
    }

    private static AttributionEstimator Logra(AttributionProblem problem, AttributionTask task, int batchSize = 5) =>
        problem.MLContext.Attribution.Logra(
            task,
            new LograOptions
            {
                Rank = 3,
                BatchSize = batchSize,
                Store = problem.Store,
            }
        );

    private static AttributionTask Task(
        AttributionProblem problem,
        Func<Tensor, Tensor> change,
        Func<Tensor, ExampleBatch, Tensor>? measure = null
    )
    {
        var task = problem.Classifier.Task;
        return AttributionTask.Of(task.Model, task.Columns, task.Forward, (outputs, batch) => change(task.Loss(outputs, batch)), measure);
    }

    private sealed record TokenRow(string Id, [property: VectorType] int[] Tokens);

    private sealed class Flipped : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _model;

        public Flipped(nn.Module<Tensor, Tensor> model)
            : base("flipped")
        {
            _model = model;
            register_module("model", model);
        }

        public override Tensor forward(Tensor input) => _model.call(input.flip(0)).flip(0);
    }

    private sealed class Scaled : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _model;

        public Scaled(nn.Module<Tensor, Tensor> model)
            : base("scaled")
        {
            _model = model;
            register_module("model", model);
        }

        public double Scale { get; set; } = 1;

        public override Tensor forward(Tensor input) => _model.call(input) * Scale;
    }
}
