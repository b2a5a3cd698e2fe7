using DataWorth.Configuration;
using DataWorth.Curvature;

namespace DataWorth.Tests.Laws;

/// <summary>A damping that rounding loses beside the curvature gives no numbers without a word: none is refused, a little is raised and
/// reported.</summary>
public sealed class LostDampingTests
{
    private const int Few = 5; // rows, fewer than a block has dimensions

    [Theory]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    [InlineData("kfac")]
    [InlineData("diagonal")]
    public void NoDamping_OfASingularCurvature_IsRefusedByName(string method)
    {
        using var problem = new AttributionProblem(ScalarType.Float32, train: Few);
        problem.Train.ForEach(row => row.Features[0] = 0);
        using var fitted = SmallFits.Fit(problem, method, options => options with { Damping = Damping.Absolute(0) });
        foreach (
            var ask in new Action[]
            {
                () => SmallFits.Scores(fitted, problem),
                () => problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).Count(),
            }
        )
        {
            var error = Assert.Throws<InvalidOperationException>(ask);
            Assert.StartsWith(
                "The curvature of 'fc1' is not positive definite with damping 0. Fit again with more of it",
                error.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("lorif", null)]
    [InlineData("ekfac", null)]
    [InlineData("ekfac", "2")]
    [InlineData("kfac", null)]
    public void DampingLostInRounding_IsRaisedAndReported(string method, string? partitions)
    {
        using var problem = new AttributionProblem(ScalarType.Float32, train: Few);
        using var fitted = SmallFits.Fit(problem, method, options =>
            OptionsBinder.Bind(options, partitions is null ? [] : new Dictionary<string, string> { ["partitions"] = partitions }) with
            {
                Damping = Damping.Relative(1e-8),
                Store = problem.Store,
            }
        );
        Assert.All(SmallFits.Scores(fitted, problem), score => Assert.True(double.IsFinite(score)));
        Assert.Contains(fitted.Summary.Reports, report =>
            report.Contains("is not positive definite with damping", StringComparison.Ordinal)
        );
    }
}
