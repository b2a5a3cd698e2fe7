using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Scores;

namespace DataWorth.Evaluation.Tests.Checks;

public sealed class NeighbourhoodsTests
{
    // Four examples, two queries.
    private static readonly MethodScores s_scores = new([4, 1, 3, 2, 2, 3, 1, 4], 4, 2, 0, 0, 0, 0);

    [Fact]
    public void Top_IsOrderedByScore()
    {
        Assert.Equal([0, 1, 2], s_scores.Top(0, 3));
        Assert.Equal([3, 2], s_scores.Top(1, 2));
    }

    [Fact]
    public void ClassPurity_IsTheShareOfProponentsOfTheQuerysClass() =>
        Assert.Equal((0.5 + 1) / 2, Neighbourhoods.ClassPurity(s_scores, [0, 1, 1, 1], [0, 1], 2), 1e-12);

    [Fact]
    public void RankStability_IsOneForTheSameScores_AndMinusOneForTheirOpposite()
    {
        Assert.Equal(1, Neighbourhoods.RankStability([s_scores, s_scores])!.Value, 1e-12);
        Assert.Equal(
            -1,
            Neighbourhoods.RankStability([s_scores, s_scores with { Values = [.. s_scores.Values.Select(value => -value)] }])!.Value,
            1e-12
        );
        Assert.Null(Neighbourhoods.RankStability([s_scores]));
    }

    [Fact]
    public void Duplicates_AreRankedAmongAllExamples()
    {
        Assert.Equal(0.5, Neighbourhoods.DuplicatesFirst(s_scores, [0, 2]));
        Assert.Equal((1 + (1 / 2.0)) / 2, Neighbourhoods.DuplicatesReciprocalRank(s_scores, [0, 2]));
    }

    [Fact]
    public void Average_IsTakenPairByPair()
    {
        var average = MethodScores.Average([s_scores, s_scores with { Values = new float[8], FeatureBytes = 10 }]);
        Assert.Equal([.. s_scores.Values.Select(value => value / 2)], average.Values);
        Assert.Equal(5, average.BytesPerExample);
    }
}
