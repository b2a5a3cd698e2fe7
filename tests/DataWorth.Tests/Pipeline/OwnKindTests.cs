using DataWorth.Gradients;
using DataWorth.Methods.Logra;
using DataWorth.Tasks;

namespace DataWorth.Tests.Pipeline;

/// <summary>A module of a third party, registered from outside, through whole fits.</summary>
public sealed class OwnKindTests
{
    /// <summary>LoGra keeps sides of 64 and less whole, so that without a curvature its scores are dot products of gradients.</summary>
    [Fact]
    public void Fit_WithAnOwnKind_ScoresByItsGradients_AndIsLoadedWithIt()
    {
        using var problem = new AttributionProblem();
        using var model = Model(problem);
        var task = new ClassificationTask(model);
        var options = Options(problem, RootMeanSquareNorm.Kind()) with { Name = "rms" };
        using var fit = problem.MLContext.Attribution.Logra(task, options).Fit(problem.TrainView);
        Assert.Equal(["rms [7, 1]"], fit.Summary.Blocks);
        using var asked = fit.WithQueries(problem.QueryView);
        var scores = AttributionProblem.Scores(asked, problem.TrainView);
        for (var n = 0; n < scores.Length; n++)
        {
            for (var q = 0; q < problem.Queries.Count; q++)
            {
                var expected = Gradient(model, problem.Train[n])
                    .Zip(Gradient(model, problem.Queries[q]))
                    .Sum(pair => pair.First * pair.Second);
                Assert.Equal(expected, scores[n][q], 1e-6);
            }
        }

        using var loaded = problem
            .MLContext.Attribution.Load(problem.Store, "rms", task, change: given => given with { Modules = options.Modules })
            .WithQueries(problem.QueryView);
        Assert.Equal(scores, AttributionProblem.Scores(loaded, problem.TrainView));
        Assert.StartsWith(
            "There is no module kind 'rms-norm'.",
            Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Load(problem.Store, "rms", task)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Features_OfAnotherKind_AreNotReused_AndOneThatTakesAnotherGradientIsRefused()
    {
        using var problem = new AttributionProblem();
        using var model = Model(problem);
        long Reused(ModuleKind kind)
        {
            using var fit = problem
                .MLContext.Attribution.Logra(new ClassificationTask(model), Options(problem, kind))
                .Fit(problem.TrainView);
            return fit.Summary.ReusedExamples;
        }

        Assert.Equal(0, Reused(RootMeanSquareNorm.Kind()));
        Assert.Equal(60, Reused(RootMeanSquareNorm.Kind()));
        Assert.Equal(0, Reused(RootMeanSquareNorm.Kind("rms-norm-2")));
        foreach (var factor in new[] { 2, -1 })
        {
            var refused = Assert.Throws<InvalidOperationException>(() => Reused(RootMeanSquareNorm.Kind("rms-norm-3", factor: factor)));
            Assert.Contains("module 'rms'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("by libtorch", refused.Message, StringComparison.Ordinal);
        }
    }

    private static LograOptions Options(AttributionProblem problem, ModuleKind kind) =>
        new()
        {
            Store = problem.Store,
            Curvature = LograCurvature.None,
            Modules = new ModuleSelection { Kinds = kind.Name, OwnKinds = [kind] },
        };

    private static nn.Module<Tensor, Tensor> Model(AttributionProblem problem)
    {
        var model = nn.Sequential(("rms", new RootMeanSquareNorm(7)), ("tail", problem.Classifier.Model));
        model.to(problem.Classifier.Type);
        model.eval();
        return model;
    }

    private static double[] Gradient(nn.Module<Tensor, Tensor> model, ExampleRow row)
    {
        using var scope = NewDisposeScope();
        var input = tensor(row.Features, [1, row.Features.Length], dtype: ScalarType.Float64);
        var loss = nn.functional.cross_entropy(model.call(input), tensor(new long[] { row.Label }), reduction: nn.Reduction.Sum);
        return autograd.grad([loss], [model.named_parameters().First().parameter])[0].ToDoubles();
    }
}
