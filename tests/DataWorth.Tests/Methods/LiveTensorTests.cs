using DataWorth.Methods;

namespace DataWorth.Tests.Methods;

/// <summary>A fit that is used and disposed leaves no tensor behind. Only what earlier tests left is collected first, so that its
/// finalizers do not hide a leak.</summary>
[Collection(LiveTensorCollection.Name)]
public sealed class LiveTensorTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void UseAndDispose_LeavesNoLiveTensors(string name)
    {
        using var problem = new AttributionProblem();
        Use(problem, name); // what is made once per process
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var again = new AttributionProblem();
        var before = Tensor.TotalCount;
        Use(again, name);
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount} live tensors, {before} before");
    }

    private static void Use(AttributionProblem problem, string name)
    {
        using var fit = SmallFits.Estimator(problem, name, options => options with { SelfInfluenceColumn = "Self" }).Fit(problem.TrainView);
        using var fitted = fit.WithQueries(problem.QueryView);
        _ = SmallFits.Scores(fitted, problem);
        _ = problem.MLContext.Data.CreateEnumerable<Neighbor>(fitted.TopK(2), false).Count();
        _ = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).Count();
        using var damped = name is "gradient-dot" or "representation-similarity"
            ? fitted.WithScore(Scoring.ScoreRule.L2) // no curvature to damp
            : fitted.WithDamping(Curvature.Damping.Relative(0.5));
        _ = SmallFits.Scores(damped, problem);
        using var others = fitted.WithQueries(problem.TrainView);
        _ = AttributionProblem.Scores(others, problem.QueryView);
    }
}
