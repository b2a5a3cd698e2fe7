using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Scores;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Tests.Lds;

public sealed class LdsTests
{
    private const int Examples = 60;
    private const int Queries = 8;
    private static readonly SubsetDesign s_design = new() { Count = 30, Retrainings = 4 };

    [Fact]
    public void ScoresThatAddUpToTheMeasurement_ScoreOne()
    {
        var scores = RandomScores(1);
        var score = LdsProtocol.Score(Truth(scores, noise: 0), [(0, scores)]);
        Assert.Equal(1, score.Mean, 1e-12);
        Assert.Equal(0, score.ConstantPredictions);
        Assert.Equal(1, score.OverQueries.Low, 1e-12);
        Assert.Equal(1, score.OverSubsets.High, 1e-12);
    }

    [Fact]
    public void ScoresOfTheOtherSign_ScoreMinusOne()
    {
        var scores = RandomScores(1);
        Assert.Equal(
            -1,
            LdsProtocol.Score(Truth(scores, noise: 0), [(0, scores with { Values = [.. scores.Values.Select(value => -value)] })]).Mean,
            1e-12
        );
    }

    [Fact]
    public void ScoresOfOtherData_ScoreAboutZero_AndTheDifferenceSaysSo()
    {
        var truth = Truth(RandomScores(1), noise: 0.5);
        var right = LdsProtocol.Score(truth, [(0, RandomScores(1))]);
        var wrong = LdsProtocol.Score(truth, [(0, RandomScores(2))]);

        // Deviation of Spearman's correlation without any relation: 1 / sqrt(30 - 1) per query, 8 queries; four times that.
        Assert.InRange(wrong.Mean, -0.27, 0.27);
        var difference = right.Minus(wrong);
        Assert.Equal(right.Mean - wrong.Mean, difference.Mean, 1e-12);
        Assert.True(difference.OverQueries.Low > 0 && difference.OverSubsets.Low > 0);
        var itself = right.Minus(right);
        Assert.Equal((0, 0, 0), (itself.Mean, itself.OverQueries.Low, itself.OverSubsets.High));
    }

    [Fact]
    public void SeveralModels_AreAveraged_WithTheirDeviation()
    {
        var truth = Truth(RandomScores(1), noise: 0.5);
        var first = LdsProtocol.Score(truth, [(0, RandomScores(1))]);
        var second = LdsProtocol.Score(truth, [(1, RandomScores(2))]);
        var both = LdsProtocol.Score(truth, [(0, RandomScores(1)), (1, RandomScores(2))]);
        Assert.Equal((first.Mean + second.Mean) / 2, both.Mean, 1e-12);
        Assert.Equal(Math.Abs(first.Mean - second.Mean) / Math.Sqrt(2), both.ModelDeviation, 1e-12);
        Assert.Equal([first.Mean, second.Mean], both.Models.Select(model => model.Mean));
    }

    [Fact]
    public void ConstantScores_CountAsZero_AndAreCounted()
    {
        var score = LdsProtocol.Score(
            Truth(RandomScores(1), 0),
            [(0, new MethodScores(new float[Examples * Queries], Examples, Queries, 0, 0, 0, 0))]
        );
        Assert.Equal((0, Queries), (score.Mean, score.ConstantPredictions));
    }

    [Fact]
    public void Ceiling_IsOneWithoutNoise_AndFallsWithIt()
    {
        var scores = RandomScores(1);
        var clean = Truth(scores, 0).Ceiling()!;
        Assert.All((double[])[clean.HalfCorrelation, clean.Reliability, clean.Ceiling], value => Assert.Equal(1, value, 1e-12));
        var noisy = Truth(scores, 3).Ceiling()!;
        Assert.InRange(noisy.Ceiling, noisy.HalfCorrelation, 0.95);
        Assert.Equal(2 * noisy.HalfCorrelation / (1 + noisy.HalfCorrelation), noisy.Reliability, 1e-12);

        // A right prediction scores about the ceiling: within two hundredths of deviation over 8 queries of 30 subsets, four times.
        Assert.Equal(LdsProtocol.Score(Truth(scores, 3), [(0, scores)]).Mean, noisy.Ceiling, 0.12);
    }

    [Fact]
    public void Subsets_AreSeeded_OfTheAskedSize_AndDifferent()
    {
        var subsets = s_design.Draw(Examples);
        Assert.All(subsets, subset => Assert.Equal(Examples / 2, subset.Count));
        Assert.Equal(s_design.Count, subsets.Distinct().Count());
        Assert.Equal(subsets, s_design.Draw(Examples));
        var requests = s_design.Requests(Examples);
        Assert.Equal(s_design.Count * s_design.Retrainings, requests.Distinct().Count());
        Assert.All(requests.Take(s_design.Count), request => Assert.Equal(SubsetDesign.FirstRetrainingSeed, request.Seed));
    }

    [Fact]
    public void ScoresOfAnotherSize_AreRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            LdsProtocol.Score(Truth(RandomScores(1), 0), [(0, new MethodScores(new float[5 * Queries], 5, Queries, 0, 0, 0, 0))])
        );
        Assert.Equal("Found 5 training examples in the scores, expected 60: one for each of the training examples.", exception.Message);
    }

    private static MethodScores RandomScores(long seed)
    {
        var random = new SeededRandom(seed);
        return new MethodScores(
            [.. Enumerable.Range(0, Examples * Queries).Select(_ => (float)random.NextNormal())],
            Examples,
            Queries,
            0,
            0,
            0,
            0
        );
    }

    // Each retraining measures the sum of the members' scores, and noise of a given deviation in units of one score.
    private static RetrainedSubsets Truth(MethodScores scores, double noise)
    {
        var subsets = s_design.Draw(Examples);
        var exact = LdsProtocol.Predict(RetrainedSubsets.Of(subsets, new double[subsets.Count, Queries]), scores);
        var random = new SeededRandom(99);
        return RetrainedSubsets.Of(
            subsets,
            [
                .. Enumerable
                    .Range(0, s_design.Retrainings)
                    .Select(_ =>
                    {
                        var values = (double[,])exact.Clone();
                        for (var j = 0; j < subsets.Count; j++)
                        {
                            for (var q = 0; q < Queries; q++)
                            {
                                values[j, q] += noise * random.NextNormal();
                            }
                        }

                        return values;
                    }),
            ]
        );
    }
}
