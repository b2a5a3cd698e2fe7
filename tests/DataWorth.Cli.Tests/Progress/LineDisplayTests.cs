using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;

namespace DataWorth.Cli.Tests.Progress;

public sealed class LineDisplayTests
{
    [Fact]
    public void Lines_SayPercentRateDetailAndRemainingTime_AfterFiveSecondsAndAtTheEnd()
    {
        using StringWriter messages = new();
        SteppedTime time = new();
        var display = ProgressDisplay.For(CommandConsole.OfWriters(TextWriter.Null, messages), time);
        display.Run(() =>
        {
            using var stage = display.Begin("training", "examples", 1000);
            for (var second = 1; second <= 10; second++)
            {
                time.Now += TimeSpan.FromSeconds(1);
                stage.Report(second * 100, $"loss 0.{second}");
            }

            return 0;
        });
        Assert.Equal(
            "training: 50 %, 100 examples/s, loss 0.5, 5 s left\ntraining: done, 100 examples/s, loss 0.10, 10.0 s\n",
            messages.ToString().ReplaceLineEndings("\n")
        );
    }

    [Theory]
    [InlineData(1, 500, false)]
    [InlineData(2, 10, false)]
    [InlineData(2, 20, true)]
    [InlineData(29, 10, false)]
    [InlineData(30, 10, true)]
    public void RemainingTime_IsSaid_WhenEnoughIsKnown(int seconds, int done, bool isSaid)
    {
        SteppedTime time = new();
        StageRate rate = new(time);
        time.Now += TimeSpan.FromSeconds(seconds);
        rate.Report(done);
        Assert.Equal(isSaid ? seconds * (1000.0 - done) / done : null, rate.Remaining(1000)?.TotalSeconds);
    }

    [Fact]
    public void Lines_OfALongStage_BackOffToOneAMinute()
    {
        using StringWriter messages = new();
        SteppedTime time = new();
        var display = ProgressDisplay.For(CommandConsole.OfWriters(TextWriter.Null, messages), time);
        using (var stage = display.Begin("retrain", "", 601))
        {
            for (var second = 1; second <= 600; second++)
            {
                time.Now += TimeSpan.FromSeconds(1);
                stage.Report(second, $"{second} s");
            }
        }

        Assert.Equal(
            [5, 15, 35, 75, 135, 195, 255, 315, 375, 435, 495, 555, 600],
            messages
                .ToString()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => int.Parse(line.Split(", ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void RowsThatWereThere_AndNoTime_MakeNoRate()
    {
        using StringWriter messages = new();
        SteppedTime time = new();
        var display = ProgressDisplay.For(CommandConsole.OfWriters(TextWriter.Null, messages), time);
        using (var stage = display.Begin("score", "examples", 1000))
        {
            time.Now += TimeSpan.FromSeconds(0.04);
            stage.Report(1000);
        }

        using (var stage = display.Begin("collect", "examples", 1000))
        {
            stage.Report(900);
            time.Now += TimeSpan.FromSeconds(10);
            stage.Report(1000);
        }

        Assert.Equal("score: done, 0.0 s\ncollect: done, 10 examples/s, 10.0 s\n", messages.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void StageThatEndsEarly_SaysStopped()
    {
        using StringWriter messages = new();
        var display = ProgressDisplay.For(CommandConsole.OfWriters(TextWriter.Null, messages), new SteppedTime());
        using (var stage = display.Begin("scores", "rows", 10))
        {
            stage.Report(4);
        }

        Assert.Equal("scores: stopped, 0.0 s", messages.ToString().TrimEnd());
    }

    [Fact]
    public void StageThatNeverReported_SaysStopped()
    {
        using StringWriter messages = new();
        ProgressDisplay.For(CommandConsole.OfWriters(TextWriter.Null, messages), new SteppedTime()).Begin("scores", "rows", 10).Dispose();
        Assert.Equal("scores: stopped, 0.0 s", messages.ToString().TrimEnd());
    }

    [Fact]
    public void StageWithoutUnit_LeavesRateAndRemainingTimeToItsDetails()
    {
        using StringWriter messages = new();
        SteppedTime time = new();
        var display = ProgressDisplay.For(CommandConsole.OfWriters(TextWriter.Null, messages), time);
        using (var stage = display.Begin("retrain", "", 1000))
        {
            time.Now += TimeSpan.FromSeconds(5);
            stage.Report(900, "900/1000 there, 40.0 retrainings/min, 2 min 30 s left");
        }

        Assert.Equal(
            "retrain: 90 %, 900/1000 there, 40.0 retrainings/min, 2 min 30 s left\nretrain: stopped, 900/1000 there, 40.0 "
                + "retrainings/min, 2 min 30 s left, 5.0 s\n",
            messages.ToString().ReplaceLineEndings("\n")
        );
    }

    [Theory]
    [InlineData(12345.6, "12,346 examples/s")]
    [InlineData(2.54, "2.5 examples/s")]
    [InlineData(0.1, "6.0 examples/min")]
    [InlineData(0, "")]
    public void Rates_AreReadable(double perSecond, string expected) => Assert.Equal(expected, ProgressText.Rate(perSecond, "examples"));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.0202, "21 ms")]
    [InlineData(0.9995, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(4320, "1 h 12 min")]
    public void Durations_AreShort(double seconds, string expected) =>
        Assert.Equal(expected, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));

    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
