using DataWorth.Methods;
using DataWorth.Scoring;
using DataWorth.TestSupport;

namespace DataWorth.Tests.Laws;

/// <summary>Aggregated queries: one slot, the sum or mean of the single queries' scores.</summary>
public sealed class QueryAggregationTests
{
    private const double Single = 4e-7; // scores leave as float32

    public static TheoryData<string> Methods => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void MeanAndSum_AreThoseOfTheColumns(string name)
    {
        using var problem = new AttributionProblem();
        using var single = SmallFits.Fit(problem, name, options => Whole(options) with { Score = ScoreRule.Dot });
        using var mean = SmallFits.Fit(
            problem,
            name,
            options => Whole(options) with { Score = ScoreRule.Dot, Aggregation = QueryAggregation.Mean, BatchSize = 2 }
        );
        using var sum = SmallFits.Fit(
            problem,
            name,
            options => Whole(options) with { Score = ScoreRule.Dot, Aggregation = QueryAggregation.Sum }
        );
        Assert.Equal(["mean"], mean.QueryIds);
        Assert.Equal(["sum"], sum.QueryIds);
        var rows = AttributionProblem.Scores(single, problem.TrainView);
        Assert.True(Numbers.RelativeToMaximum([.. rows.Select(row => row.Average())], SmallFits.Scores(mean, problem)) < Single);
        Assert.True(Numbers.RelativeToMaximum([.. rows.Select(row => row.Sum())], SmallFits.Scores(sum, problem)) < Single);
        Assert.Equal(2, problem.MLContext.Data.CreateEnumerable<Neighbor>(mean.TopK(1), false).Count());
    }

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

    /// <summary>Queries whose factors leave nothing out: the best factors of a mean are not the mean of the best factors.</summary>
    private static AttributionOptions Whole(AttributionOptions options) =>
        options is DataWorth.Methods.Lorif.LorifOptions lorif ? lorif with { QueryRank = 100 } : options;
}
