using DataWorth.Evaluation.Checks;

namespace DataWorth.Evaluation.Tests.Checks;

public sealed class MislabelDetectionTests
{
    // Areas are sums of at most a thousand exact-to-rounding terms.
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(1000, 100)]
    [InlineData(10, 1)]
    [InlineData(7, 3)]
    public void PerfectScore_HasTheAreaOfTheClosedForm(int count, int flipped)
    {
        var curve = MislabelDetection.Compute(
            [.. Enumerable.Range(0, count).Select(i => (float)(count - i))],
            [.. Enumerable.Range(0, count).Select(i => i < flipped)]
        );
        var share = flipped / (double)count;
        Assert.Equal(1 - (share / 2), curve.Area, Tolerance);
        Assert.Equal(curve.PerfectArea, curve.Area, Tolerance);
        Assert.Equal(1, curve.FoundAt(share), Tolerance);
        Assert.Equal(0.5, curve.FoundAt(share / 2), Tolerance);
    }

    [Fact]
    public void ReversedScore_HasHalfTheFlippedShareAsArea()
    {
        var curve = MislabelDetection.Compute(
            [.. Enumerable.Range(0, 50).Select(i => (float)i)],
            [.. Enumerable.Range(0, 50).Select(i => i < 5)]
        );
        Assert.Equal(0.05, curve.Area, Tolerance);
        Assert.Equal(0, curve.FoundAt(0.9), Tolerance);
    }

    [Fact]
    public void EqualScores_GiveTheDiagonal_WhateverTheOrderOfTheExamples()
    {
        foreach (var offset in new[] { 0, 17, 90 })
        {
            var curve = MislabelDetection.Compute(
                new float[100],
                [.. Enumerable.Range(0, 100).Select(i => i >= offset && i < offset + 10)]
            );
            Assert.Equal(0.5, curve.Area, Tolerance);
            Assert.Equal(0.3, curve.FoundAt(0.3), Tolerance);
        }
    }

    [Fact]
    public void Area_IsHalfTheShareOfFlippedPlusTheRestTimesTheProbabilityOfARightPair()
    {
        // area = p/2 + (1 - p) AUC, where AUC counts pairs (flipped, clean) ordered rightly, ties as a half.
        Random random = new(3);
        float[] scores = [.. Enumerable.Range(0, 300).Select(_ => (float)random.Next(40))];
        bool[] isFlipped = [.. scores.Select(score => random.Next(60) < score)];
        double right = 0;
        double pairs = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            for (var j = 0; j < scores.Length; j++)
            {
                if (isFlipped[i] && !isFlipped[j])
                {
                    pairs++;
                    right +=
                        scores[i] > scores[j] ? 1
                        : scores[i] == scores[j] ? 0.5
                        : 0;
                }
            }
        }

        var curve = MislabelDetection.Compute(scores, isFlipped);
        Assert.Equal((curve.FlippedShare / 2) + ((1 - curve.FlippedShare) * right / pairs), curve.Area, 1e-10);
    }

    [Fact]
    public void Curve_DoesNotDependOnTheOrderOfTheExamples()
    {
        Random random = new(5);
        (float Score, bool IsFlipped)[] examples = [.. Enumerable.Range(0, 200).Select(_ => ((float)random.Next(20), random.Next(5) == 0))];
        var first = MislabelDetection.Compute([.. examples.Select(e => e.Score)], [.. examples.Select(e => e.IsFlipped)]);
        random.Shuffle(examples);
        var second = MislabelDetection.Compute([.. examples.Select(e => e.Score)], [.. examples.Select(e => e.IsFlipped)]);
        Assert.Equal(first.Points, second.Points);
    }

    [Fact]
    public void Sample_KeepsTheEndsAndLiesOnTheCurve()
    {
        Random random = new(6);
        float[] scores = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle())];
        var curve = MislabelDetection.Compute(scores, [.. scores.Select(score => random.NextSingle() < score / 3)]);
        var sample = curve.Sample(50);
        Assert.Equal(51, sample.Count);
        Assert.Equal(new MislabelPoint(0, 0), sample[0]);
        Assert.Equal(new MislabelPoint(1, 1), sample[^1]);
        Assert.All(sample, point => Assert.Equal(curve.FoundAt(point.Inspected), point.Found, Tolerance));
    }

    [Fact]
    public void WrongInput_IsRefused()
    {
        Assert.Equal(
            "Found 1 marks, expected 2: one for each of the scores.",
            Assert.Throws<ArgumentException>(() => MislabelDetection.Compute([1, 2], [true])).Message
        );
        Assert.Equal(
            "None of the 2 examples is marked as flipped, so there is nothing to find. Flip a share of the labels first.",
            Assert.Throws<ArgumentException>(() => MislabelDetection.Compute([1, 2], [false, false])).Message
        );
        Assert.Equal(
            "The score of example 1 is NaN, expected a finite number. Check the loss and the damping of the method that made it.",
            Assert.Throws<ArgumentException>(() => MislabelDetection.Compute([1, float.NaN], [true, false])).Message
        );
        Assert.StartsWith(
            "Found 1.5, expected a share from 0 to 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => MislabelDetection.Compute([1], [true]).FoundAt(1.5)).Message,
            StringComparison.Ordinal
        );
    }
}
