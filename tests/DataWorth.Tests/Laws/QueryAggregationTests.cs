using DataWorth.Scoring;

namespace DataWorth.Tests.Laws;

/// <summary>Aggregated queries: one slot, the sum or mean of the single queries' scores.</summary>
public sealed class QueryAggregationTests
{
    private const double Single = 4e-7; // scores leave as float32

    [Fact]
    public void RelatifOfTheMean_IsTheMeanOfRelatif()
    {
        using var problem = new AttributionProblem();
        using var single = SmallFits.Fit(problem, "logra", options => options with { Score = ScoreRule.Relatif });
        using var mean = SmallFits.Fit(
            problem,
            "logra",
            options => options with { Score = ScoreRule.Relatif, Aggregation = QueryAggregation.Mean }
        );
        var rows = AttributionProblem.Scores(single, problem.TrainView);
        Assert.True(Numbers.RelativeToMaximum([.. rows.Select(row => row.Average())], SmallFits.Scores(mean, problem)) < Single);
    }
}
