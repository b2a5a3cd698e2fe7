using DataWorth.Methods;
using DataWorth.Tasks;

namespace DataWorth.Tests.Laws;

/// <summary>Numbers below the smallest normal one of the model's type, of which a few digits or none are left, are refused by name.</summary>
public sealed class SmallNumberTests
{
    [Theory]
    [InlineData("logra", "Curvature of 'head'")]
    [InlineData("lorif", "Curvature of 'head'")]
    [InlineData("ekfac", "Covariance of activations of 'head'")]
    [InlineData("kfac", "Covariance of activations of 'head'")]
    [InlineData("diagonal", "Eigenvalue correction of 'head'")]
    [InlineData("exact-influence", "Hessian of 'all'")]
    [InlineData("arnoldi", "Hessian of 'all'")]
    public void SquaresOfFeatures_ThatAreNoNormalNumbers_AreAnErrorOfTheFit(string name, string what)
    {
        using var problem = Problem(1e-21f);
        using var model = Head();
        var estimator = Estimator(problem, name, model);
        var error = Assert.Throws<InvalidOperationException>(() => estimator.Fit(problem.TrainView));
        Assert.StartsWith($"{what} is not 0, but has no number above ", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "; below 1.18e-38 Float32 keeps a few digits or none. Use a float64 model, or scale the features up",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("logra", "head")]
    [InlineData("exact-influence", "all")]
    public void SquaresOfFeatures_ThatAreZero_AreNotCalledGradientsThatAreNone(string name, string block)
    {
        using var problem = Problem(1e-25f);
        using var model = Head();
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            using var fitted = Estimator(problem, name, model).Fit(problem.TrainView).WithQueries(problem.QueryView);
            SmallFits.Scores(fitted, problem);
        });
        Assert.StartsWith(
            $"The curvature of '{block}' is 0, and so is a damping relative to it, but a query has a gradient there: no training example has "
                + "one, or their squares are too small for Float32.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void QueryThatTheInverseMakesZero_IsRefusedByName()
    {
        using var problem = Problem(1);
        problem.Train[5].Features[2] = 1e37f;
        using var model = Head();
        using var fitted = Estimator(problem, "trak", model).Fit(problem.TrainView).WithQueries(problem.QueryView);
        var error = Assert.Throws<InvalidOperationException>(() => SmallFits.Scores(fitted, problem));
        Assert.StartsWith(
            "Query 'query-0' has a gradient, but times the inverse curvature no number above ",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static AttributionProblem Problem(float scale)
    {
        var problem = new AttributionProblem(ScalarType.Float32);
        foreach (var row in problem.Train.Concat(problem.Queries))
        {
            row.Features = [.. row.Features.Select(value => value * scale)];
        }

        return problem;
    }

    private static nn.Module<Tensor, Tensor> Head()
    {
        var model = nn.Sequential(("head", nn.Linear(7, 5, hasBias: false)));
        nn.init.zeros_(model.parameters().Single()); // so that no probability is 0 or 1
        return model;
    }

    private static AttributionEstimator Estimator(AttributionProblem problem, string name, nn.Module<Tensor, Tensor> model) =>
        MethodTable.Get(name).Create(problem.MLContext, new ClassificationTask(model), SmallFits.Options(problem, name));
}
