using System.Collections;
using System.Reflection;
using DataWorth.Methods;
using DataWorth.Methods.GradientDot;
using DataWorth.Tasks;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>The user's model: it is run in evaluation mode, left as it was, and has to be the fitted one.</summary>
public sealed class UserModelTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ModelInTrainingMode_GivesTheScoresOfEvaluationMode_AndIsLeftAsItWas(string name)
    {
        using var problem = new AttributionProblem();
        using var model = WithDropoutAndStatistics(problem);
        var task = new ClassificationTask(model);
        model.eval();
        var expected = Scores(problem, name, task, problem);
        model.train();
        model.named_children().First(child => child.name == "drop").module.eval(); // modes of their own
        var state = State(model);
        using var fresh = new AttributionProblem();
        Assert.Equal(expected, Scores(problem, name, task, fresh));
        Assert.Equal(state, State(model));
        Assert.True(model.training);
        Assert.All(model.named_children(), child => Assert.Equal(child.name != "drop", child.module.training));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsThatChangeAfterTheFit_AreRefusedWhereTheModelRuns(string name)
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        using (no_grad())
        {
            problem.Classifier.Model.named_parameters().First().parameter.mul_(1.01);
        }

        const string Expected = "The weights of the model are not those it was fitted with: scores would mix two models.";
        Assert.StartsWith(
            Expected,
            Assert.Throws<InvalidOperationException>(() => fit.WithQueries(problem.QueryView)).Message,
            StringComparison.Ordinal
        );
        var unseen = ExampleRow.View(problem.MLContext, problem.Queries, 7);
        Assert.StartsWith(
            Expected,
            Assert.Throws<InvalidOperationException>(() => AttributionProblem.Scores(asked, unseen)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void MasksThatAModelKeepsByLength_AreNoChange()
    {
        using var problem = new AttributionProblem();
        using var model = new Masked(problem.Classifier.Model);
        using var fit = SmallFits.Fit(problem, "gradient-dot");
        var options = SmallFits.Options(problem, "gradient-dot");
        var estimator = MethodTable.Get("gradient-dot").Create(problem.MLContext, new ClassificationTask(model), options);
        using var masked = estimator.Fit(problem.TrainView);
        Assert.NotEmpty(model.Masks);
        using var asked = masked.WithQueries(problem.QueryView);
        Assert.Equal(AttributionProblem.Scores(fit, problem.TrainView), AttributionProblem.Scores(asked, problem.TrainView));
    }

    [Fact]
    public void TrainingBetweenTwoRowsOfAPass_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, "gradient-dot", options => options with { BatchSize = 4 }).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var scored = asked.Transform(problem.TrainView);
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        for (var i = 0; i < 8; i++)
        {
            Assert.True(cursor.MoveNext());
        }

        using (no_grad())
        {
            problem.Classifier.Model.named_parameters().Last().parameter.add_(1e-3);
        }

        var error = Assert.Throws<InvalidOperationException>(() => cursor.MoveNext());
        Assert.StartsWith("The weights of the model are not those it was fitted with", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_LeaveTheUsersWeights()
    {
        using var problem = new AttributionProblem();
        var model = problem.Classifier.Model;
        var state = State(model);
        void Scale(nn.Module module, double factor)
        {
            using var off = no_grad();
            foreach (var parameter in module.parameters())
            {
                parameter.fill_(factor / 10);
            }
        }

        ModelCheckpoint[] checkpoints =
        [
            new("one", module => Scale(module, 1), 0.5),
            new("two", module => Scale(module, 2), 0.5),
        ];
        foreach (var stored in new[] { false, true })
        {
            var options = new GradientDotOptions
            {
                Checkpoints = checkpoints,
                StoreGradients = stored,
                Store = problem.Store,
            };
            using var fit = problem.MLContext.Attribution.GradientDot(problem.Classifier.Task, options).Fit(problem.TrainView);
            Assert.Equal(state, State(model));
            using var asked = fit.WithQueries(problem.QueryView);
            Assert.Equal(state, State(model));
            _ = AttributionProblem.Scores(asked, problem.QueryView);
            Assert.Equal(state, State(model));
            _ = problem.MLContext.Data.CreateEnumerable<Neighbor>(asked.TopK(2), false).Count();
            _ = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fit.SelfInfluence(), false).Count();
            Assert.Equal(state, State(model));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hooks_AreGoneAfterFitsThatFailAndFitsThatAreDisposed(string name)
    {
        using var problem = new AttributionProblem();
        problem.Train[7].Label = 4; // the model has 4 outputs
        Assert.ThrowsAny<Exception>(() =>
        {
            using var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView);
            // Methods that store nothing run the training rows when they are scored.
            using var asked = fit.WithQueries(problem.QueryView);
            _ = AttributionProblem.Scores(asked, problem.TrainView);
            Assert.NotEqual("representation-similarity", name);
        });
        Assert.Equal(0, Hooks(problem.Classifier.Model));
        problem.Train[7].Label = 3;
        using (var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView))
        {
            using var asked = fit.WithQueries(problem.QueryView);
        }

        Assert.Equal(0, Hooks(problem.Classifier.Model));
    }

    private static int Hooks(nn.Module model) =>
        model
            .named_modules()
            .Select(entry => entry.module)
            .Sum(module =>
            {
                var count = 0;
                for (var type = module.GetType(); type is not null; type = type.BaseType)
                {
                    count += type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                        .Where(field => field.Name.EndsWith("hooks", StringComparison.Ordinal))
                        .Sum(field => ((ICollection)field.GetValue(module)!).Count);
                }

                return count;
            });

    private static double[] Scores(AttributionProblem problem, string name, AttributionTask task, AttributionProblem store)
    {
        using var fit = MethodTable
            .Get(name)
            .Create(problem.MLContext, task, SmallFits.Options(problem, name) with { Store = store.Store })
            .Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        return
        [
            .. SmallFits.Scores(asked, problem),
            .. asked.Transform(problem.QueryView).GetColumn<float[]>("Score").First().Select(v => (double)v),
        ];
    }

    private static nn.Module<Tensor, Tensor> WithDropoutAndStatistics(AttributionProblem problem) =>
        nn.Sequential(
            ("drop", nn.Dropout(0.3)),
            ("expand", nn.Unflatten(1, [7, 1, 1])),
            ("norm", nn.BatchNorm2d(7, dtype: problem.Classifier.Type)),
            ("flat", nn.Flatten()),
            ("model", problem.Classifier.Model),
            ("late", nn.Dropout(0.5))
        );

    private static Dictionary<string, double[]> State(nn.Module model) =>
        model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.ToDoubles());

    /// <summary>Multiplies its inputs by masks that it makes when it first needs them.</summary>
    private sealed class Masked : nn.Module<Tensor, Tensor>
    {
        public Dictionary<long, Tensor> Masks = [];
        private readonly nn.Module<Tensor, Tensor> _inner;

        public Masked(nn.Module<Tensor, Tensor> inner)
            : base(nameof(Masked))
        {
            _inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (!Masks.TryGetValue(input.shape[1], out var mask))
            {
                Masks[input.shape[1]] = mask = ones(input.shape[1], input.dtype).DetachFromDisposeScope();
            }

            return _inner.call(input * mask);
        }
    }
}
