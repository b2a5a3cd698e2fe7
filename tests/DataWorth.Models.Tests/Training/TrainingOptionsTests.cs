using DataWorth.Models.Training;

namespace DataWorth.Models.Tests.Training;

public class TrainingOptionsTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0.4, 0.4, 0.4, 0.4)]
    [InlineData(LearningRateSchedule.LinearDecay, 0.4, 0.38, 0.32, 0.02)]
    [InlineData(LearningRateSchedule.Triangular, 0.0, 0.08, 0.32, 0.2 / 7.5)]
    public void TheRate_FollowsItsSchedule(LearningRateSchedule schedule, params double[] expected)
    {
        var options = new TrainingOptions
        {
            Epochs = 10,
            LearningRate = 0.4,
            Schedule = schedule,
            PeakEpoch = 2.5,
        };
        long[] steps = [0, 1, 4, 19];
        for (var index = 0; index < steps.Length; index++)
        {
            Assert.Equal(expected[index], options.RateAt(steps[index], 2), 1e-12);
        }
    }

    [Fact]
    public void TheCosine_IsHalfAtTheMiddle()
    {
        var options = new TrainingOptions
        {
            Epochs = 4,
            LearningRate = 1,
            Schedule = LearningRateSchedule.Cosine,
        };
        Assert.Equal(0.5, options.RateAt(10, 5), 1e-12);
        Assert.Equal(1, options.RateAt(0, 5), 1e-12);
    }

    [Fact]
    public void ValuesOutOfRange_AreNamed()
    {
        Check(new TrainingOptions { Epochs = 0 }, "Epochs should be at least 1, got 0.");
        Check(new TrainingOptions { BatchSize = 0 }, "BatchSize should be at least 1, got 0.");
        Check(new TrainingOptions { LearningRate = double.NaN }, "LearningRate should be greater than 0, got NaN.");
        Check(new TrainingOptions { Momentum = 1 }, "Momentum should be at least 0 and less than 1, got 1.");
        Check(new TrainingOptions { WeightDecay = -1 }, "WeightDecay should be at least 0, got -1.");
        Check(
            new TrainingOptions { Schedule = LearningRateSchedule.Triangular, PeakEpoch = 30 },
            "PeakEpoch is 30, expected at most the number of epochs, 20."
        );
        Check(new TrainingOptions { Threads = 0 }, "Threads should be at least 1, got 0.");

        static void Check(TrainingOptions options, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).Message);
    }

    [Fact]
    public void ValuesWithoutInfluence_AreRefused()
    {
        Check(
            new TrainingOptions { Optimizer = OptimizerKind.AdamW, Momentum = 0.5 },
            "Option 'momentum' has no influence here: AdamW has moments of its own. Leave it out."
        );
        Check(
            new TrainingOptions { PeakEpoch = 2 },
            "Option 'peak-epoch' has no influence here: only the triangular schedule has a peak. Leave it out."
        );

        static void Check(TrainingOptions options, string message) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    [Fact]
    public void TheOrder_IsAPermutation_OfSeedAndEpochAlone()
    {
        long[] rows = [.. Enumerable.Range(5, 100).Select(row => (long)row)];
        var order = EpochOrder.Shuffle(rows, 1, 0);
        Assert.Equal(rows, order.Order());
        Assert.Equal(order, EpochOrder.Shuffle(rows, 1, 0));
        Assert.NotEqual(order, EpochOrder.Shuffle(rows, 1, 1));
        Assert.NotEqual(order, EpochOrder.Shuffle(rows, 2, 0));
    }
}
