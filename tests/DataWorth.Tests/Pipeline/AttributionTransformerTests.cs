using DataWorth.Methods.Logra;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

public sealed class AttributionTransformerTests
{
    [Fact]
    public void Schema_PromisedEqualsDelivered()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions { SelfInfluenceColumn = "Self" });
        var promised = fitted.GetOutputSchema(problem.TrainView.Schema);
        var delivered = fitted.Transform(problem.TrainView).Schema;
        Assert.Equal(promised.Select(c => (c.Name, c.Type.ToString())), delivered.Select(c => (c.Name, c.Type.ToString())));
        Assert.Equal("Vector<Single, 5>", delivered["Score"].Type.ToString());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        delivered["Score"].Annotations.GetValue("SlotNames", ref names);
        Assert.Equal(problem.Queries.Select(q => q.Id), names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Transform_TwiceOverSameView_GivesSameScores()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions());
        Assert.Equal(AttributionProblem.Scores(fitted, problem.TrainView), AttributionProblem.Scores(fitted, problem.TrainView));
    }

    [Fact]
    public void Score_DoesNotRunModel_WhenColumnInactive()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions());
        var calls = 0;
        var hook = problem.Classifier.Model.register_forward_hook(
            (_, _, output) =>
            {
                calls++;
                return output;
            }
        );
        var unseen = ExampleRow.View(
            problem.MLContext,
            [
                .. problem.Train.Select(row => new ExampleRow
                {
                    Id = "new-" + row.Id,
                    Features = [.. row.Features.Select(v => v + 1)],
                    Label = row.Label,
                }),
            ],
            7
        );
        var scored = fitted.Transform(unseen);
        Assert.Equal(60, scored.GetColumn<string>("Id").Count());
        Assert.Equal(0, calls);
        Assert.Equal(60, scored.GetColumn<float[]>("Score").Count());
        Assert.Equal(2, calls);
        hook.remove();
    }

    [Fact]
    public void StoredRows_AreRecognisedByContentAndNotRecomputed()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions());
        var expected = AttributionProblem.Scores(fitted, problem.TrainView);
        var calls = 0;
        var hook = problem.Classifier.Model.register_forward_hook(
            (_, _, output) =>
            {
                calls++;
                return output;
            }
        );
        var renamed = problem
            .Train.AsEnumerable()
            .Reverse()
            .Select(
                (row, i) =>
                    new ExampleRow
                    {
                        Id = $"other-{i}",
                        Features = row.Features,
                        Label = row.Label,
                    }
            )
            .ToList();
        Assert.Equal(expected.Reverse(), AttributionProblem.Scores(fitted, ExampleRow.View(problem.MLContext, renamed, 7)));
        Assert.Equal(0, calls);
        hook.remove();
    }

    [Fact]
    public void UnseenRows_ScoreAsIfTheyWereTrainedOn()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions { Curvature = LograCurvature.None });
        var mixed = problem
            .Train.Take(3)
            .Concat(
                problem.Queries.Select(q => new ExampleRow
                {
                    Id = q.Id,
                    Features = [.. q.Features.Select(v => -v)],
                    Label = q.Label,
                })
            )
            .ToList();
        var view = ExampleRow.View(problem.MLContext, mixed, 7);
        var scores = AttributionProblem.Scores(fitted, view);
        using var other = problem
            .MLContext.Attribution.Logra(
                problem.Classifier.Task,
                new LograOptions
                {
                    Store = problem.Store,
                    Rank = 4,
                    Curvature = LograCurvature.None,
                }
            )
            .Fit(view)
            .WithQueries(problem.QueryView);
        var expected = AttributionProblem.Scores(other, view);
        for (var i = 0; i < mixed.Count; i++)
        {
            Numbers.Close(expected[i], scores[i], 1e-6, 1e-9);
        }
    }

    [Fact]
    public void TopK_EqualsSortingAllScores()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions());
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        var rows = problem.MLContext.Data.CreateEnumerable<Neighbor>(fitted.TopK(4), reuseRowObject: false).ToList();
        Assert.Equal(5 * 8, rows.Count);
        for (var query = 0; query < 5; query++)
        {
            var order = Enumerable.Range(0, 60).OrderByDescending(n => scores[n][query]).ToList();
            var mine = rows.Where(row => row.QueryId == $"query-{query}").ToList();
            Assert.Equal(
                order.Take(4).Select(n => problem.Train[n].Id),
                mine.Where(row => row.Side == "Proponent").Select(row => row.ExampleId)
            );
            Assert.Equal(
                order.AsEnumerable().Reverse().Take(4).Select(n => problem.Train[n].Id),
                mine.Where(row => row.Side == "Opponent").Select(row => row.ExampleId)
            );
        }
    }

    [Fact]
    public void SecondFit_ComputesNothing()
    {
        using var problem = new AttributionProblem();
        using var first = Fit(problem, new LograOptions());
        var calls = 0;
        var hook = problem.Classifier.Model.register_forward_hook(
            (_, _, output) =>
            {
                calls++;
                return output;
            }
        );
        using var second = Fit(problem, new LograOptions());
        // The first two rows made again, at the fit and before the queries; the queries; some rows by themselves, and for libtorch's gradients.
        Assert.Equal(14, calls);
        Assert.Equal(0, first.Summary.ReusedExamples);
        Assert.Equal(60, second.Summary.ReusedExamples);
        Assert.Equal(AttributionProblem.Scores(first, problem.TrainView), AttributionProblem.Scores(second, problem.TrainView));
        hook.remove();
    }

    [Fact]
    public void WithQueries_TouchesNoTrainingData()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions());
        var queries = ExampleRow.View(problem.MLContext, [.. problem.Train.Take(2)], 7);
        using var other = fitted.WithQueries(queries);
        Assert.Equal(["train-0", "train-1"], other.QueryIds);
        Assert.Equal(4, problem.MLContext.Data.CreateEnumerable<Neighbor>(other.TopK(1), false).Count());
        var self = problem
            .MLContext.Data.CreateEnumerable<SelfInfluenceRow>(other.SelfInfluence(), false)
            .Take(2)
            .Select(row => row.SelfInfluence)
            .ToArray();
        var scores = AttributionProblem.Scores(other, queries);
        Assert.Equal(self[0], scores[0][0], 1e-5 * self[0]);
        Assert.Equal(self[1], scores[1][1], 1e-5 * self[1]);
    }

    [Fact]
    public void SelfInfluenceColumn_EqualsTheView()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions { SelfInfluenceColumn = "Self" });
        var expected = problem
            .MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false)
            .Select(row => row.SelfInfluence);
        Assert.Equal(expected, fitted.Transform(problem.TrainView).GetColumn<float>("Self"));
    }

    [Fact]
    public void MissingColumn_FailsEverywhereWithTheSameAdvice()
    {
        using var problem = new AttributionProblem();
        var task = new ClassificationTask(problem.Classifier.Model, featureColumn: "Feature");
        var inEstimator = Assert.Throws<ArgumentOutOfRangeException>(() =>
            problem.MLContext.Attribution.Logra(task).Fit(problem.TrainView)
        );
        Assert.Contains(
            "Could not find input column 'Feature'. Columns: Id, Features, Label. Did you mean 'Features'?",
            inEstimator.Message,
            StringComparison.Ordinal
        );
        using var fitted = Fit(problem, new LograOptions());
        var wrong = problem.MLContext.Data.LoadFromEnumerable(new[] { new { Id = "a", Label = 1 } });
        Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Transform(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => fitted.GetOutputSchema(wrong.Schema));
    }

    [Fact]
    public void Save_NamesTheRightCall()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new LograOptions());
        var error = Assert.Throws<NotSupportedException>(() => ((ICanSaveModel)fitted).Save(null!));
        Assert.Equal(
            "An attribution transformer is not saved by mlContext.Model.Save, and the file that it has begun is not a model: delete it. "
                + "Gradients and statistics are already in the artifact store: open them again with "
                + $"mlContext.Attribution.Load(store, \"{fitted.Summary.Key}\", task).",
            error.Message
        );
        using var named = Fit(problem, new LograOptions { Name = "mine" });
        var other = Assert.Throws<NotSupportedException>(() => ((ICanSaveModel)named).Save(null!));
        Assert.EndsWith("mlContext.Attribution.Load(store, \"mine\", task).", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsGone_IsNamed()
    {
        using var problem = new AttributionProblem();
        var fit = problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, new LograOptions { Store = problem.Store })
            .Fit(problem.TrainView);
        var asked = fit.WithQueries(problem.QueryView);
        using var scored = asked.WithScore(Scoring.ScoreRule.Cosine);
        using var damped = asked.WithDamping(Curvature.Damping.Relative(0.5));
        var lazy = scored.Transform(problem.TrainView);
        asked.Dispose();
        Gone("This transformer is disposed", () => asked.TopK(1));
        foreach (var borrower in new[] { scored, damped })
        {
            Gone("The queries are disposed: WithScore and WithDamping borrow those of the transformer", () => borrower.TopK(1));
        }

        Gone("The queries are disposed", () => lazy.GetColumn<float[]>("Score").Count());
        using var second = fit.WithQueries(problem.QueryView);
        fit.Dispose();
        Gone("The fit is disposed: the transformer that Fit or Load returned", () => second.TopK(1));
        Gone("This transformer is disposed", () => fit.SelfInfluence());

        static void Gone(string message, Action use) =>
            Assert.StartsWith(message, Assert.Throws<ObjectDisposedException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DuplicateIds_AreRefused()
    {
        using var problem = new AttributionProblem();
        problem.Train[9].Id = problem.Train[2].Id;
        var error = Assert.Throws<InvalidOperationException>(() => Fit(problem, new LograOptions()));
        Assert.StartsWith(
            "Id 'train-2' appears twice in the training view's column 'Id', in rows 2 and 9.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Precision_MustBeTheModels()
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        var error = Assert.Throws<InvalidOperationException>(() => Fit(problem, new LograOptions { Precision = ScalarType.Float64 }));
        Assert.StartsWith("Precision = Float64, but the model's parameters are Float32.", error.Message, StringComparison.Ordinal);
    }

    private static AttributionTransformer Fit(AttributionProblem problem, LograOptions options) =>
        problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, options with { Store = problem.Store, Rank = 4 })
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
}
