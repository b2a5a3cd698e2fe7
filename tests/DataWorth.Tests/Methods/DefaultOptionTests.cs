using DataWorth.Curvature;
using DataWorth.Methods;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.Trak;

namespace DataWorth.Tests.Methods;

/// <summary>The defaults of every method give a fit that can be asked; options that make its answers doubtful say so at every answer.</summary>
public sealed class DefaultOptionTests
{
    public static TheoryData<string> Methods => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void DefaultFit_CanBeAsked(string method)
    {
        using var problem = new AttributionProblem();
        using var fit = MethodTable
            .Get(method)
            .Create(problem.MLContext, problem.Classifier.Task, MethodTable.Get(method).DefaultOptions() with { Store = problem.Store })
            .Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        Assert.All(SmallFits.Scores(asked, problem), score => Assert.True(double.IsFinite(score)));
    }

    // 40 numbers of 60 rows are told apart; 1,024 projections of 15 rows, or of the few weights of a small model, are not.
    [Theory]
    [InlineData(null, false)]
    [InlineData(20, false)]
    [InlineData(55, true)]
    [InlineData(1024, true)]
    public void Trak_WithANearlySingularKernel_SaysSo_AtTheFitAndWhereItIsAsked(int? dimension, bool isDoubtful)
    {
        using var problem = new AttributionProblem();
        TrakOptions options = new()
        {
            Store = problem.Store,
            Dimension = dimension,
            Name = "small",
        };
        using var fit = problem.MLContext.Attribution.Trak(problem.Classifier.Task, options).Fit(problem.TrainView);
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "small", problem.Classifier.Task);
        foreach (var summary in new[] { fit.Summary, loaded.Summary })
        {
            Assert.Equal(dimension ?? 15, summary.FeatureSize);
            Assert.Equal(isDoubtful, summary.Reports.Any(report => report.Contains("option 'dimension' = '15'", StringComparison.Ordinal)));
        }

        using var damped = problem
            .MLContext.Attribution.Trak(problem.Classifier.Task, options with { Damping = Damping.Relative(0.1), Name = "damped" })
            .Fit(problem.TrainView);
        Assert.Empty(damped.Summary.Reports);
    }

    // Two classes of one feature: the Hessian has fewer dimensions than there are Ritz pairs.
    [Fact]
    public void Arnoldi_OfAHessianWithFewDimensions_HasFewPairs_AndCanBeAskedUndamped()
    {
        using var problem = new AttributionProblem();
        foreach (var row in problem.Train)
        {
            row.Features = [.. problem.Train[0].Features];
        }

        foreach (var damping in new[] { Damping.Absolute(0), Damping.Default })
        {
            using var fit = problem
                .MLContext.Attribution.Arnoldi(problem.Classifier.Task, new ArnoldiOptions { Store = problem.Store, Damping = damping })
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView);
            Assert.All(SmallFits.Scores(fit, problem), score => Assert.True(double.IsFinite(score)));
        }
    }
}
