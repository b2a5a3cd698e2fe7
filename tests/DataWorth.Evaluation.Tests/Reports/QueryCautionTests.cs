using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Evaluation.Tests.Reports;

public sealed class QueryCautionTests
{
    private static readonly ScoreScale s_scale = new(10, "change of the log-probability", "");

    [Theory]
    [InlineData(0.9999, 0.9, 0, QueryCaution.Certain)]
    [InlineData(0.9999, 5.8, 0, QueryCaution.Overstated)]
    [InlineData(0.9999, 0, -1.1, QueryCaution.Overstated)]
    [InlineData(0.5, 50, -6, null)] // without the example 0.5 e^0.6 < 1
    [InlineData(0.5, 50, -7, QueryCaution.BeyondPossible)]
    public void CautionFollowsProbabilityAndEffects(double probability, double proponent, double opponent, QueryCaution? expected)
    {
        var query = Query(probability, proponent, opponent);
        Assert.Equal(expected, query.Caution(s_scale));
        var isCertain = expected is QueryCaution.Certain or QueryCaution.Overstated;
        Assert.Equal(isCertain ? QueryCaution.Certain : null, query.Caution(ScoreScale.WithoutUnit));
    }

    private static ReportQuery Query(double probability, double proponent, double opponent) =>
        new()
        {
            Id = "q",
            Probability = probability,
            Proponents = [new(new() { Id = "a" }, proponent)],
            Opponents = [new(new() { Id = "b" }, opponent)],
        };
}
