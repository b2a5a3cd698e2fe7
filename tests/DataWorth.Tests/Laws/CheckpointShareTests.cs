using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Trak;
using DataWorth.Scoring;

namespace DataWorth.Tests.Laws;

/// <summary>What the shares of checkpoints may be, and with which score rules.</summary>
public sealed class CheckpointShareTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)] // infinite as float32
    public void ShareThatIsNotFinite_IsRefusedByName(double share)
    {
        var options = new GradientDotOptions { Checkpoints = [new("first", _ => { }, 1), new("second", _ => { }, share)] };
        var error = Assert.Throws<ArgumentOutOfRangeException>(options.Validate);
        Assert.StartsWith(
            FormattableString.Invariant($"Checkpoints gives 'second' the share {share}, expected a finite number of at most 3.4e38"),
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void SharesThatAreAllZero_AreRefused()
    {
        var options = new TrakOptions { Checkpoints = [new("first", _ => { }, 0), new("second", _ => { }, -0.0)] };
        var error = Assert.Throws<ArgumentException>(options.Validate);
        Assert.StartsWith("Checkpoints gives every checkpoint the share 0", error.Message, StringComparison.Ordinal);
        (options with { Checkpoints = [new("first", _ => { }, 0), new("second", _ => { }, 1)] }).Validate();
    }

    [Theory]
    [InlineData(ScoreRule.Relatif)]
    [InlineData(ScoreRule.L2)]
    [InlineData(ScoreRule.Cosine)]
    public void NegativeShare_IsRefusedWhereARuleNeedsSelfInfluences(ScoreRule rule)
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        AttributionOptions Options(AttributionOptions options, ScoreRule score) =>
            options with
            {
                Name = "mine",
                Checkpoints = [checkpoints.At(1, 1, "first"), checkpoints.At(0.9, -0.5, "second")],
                Score = score,
            };
        Refused(() => SmallFits.Estimator(problem, "gradient-dot", options => Options(options, rule)).Fit(problem.TrainView));

        using var dot = SmallFits.Estimator(problem, "gradient-dot", options => Options(options, ScoreRule.Dot)).Fit(problem.TrainView);
        Refused(() => dot.WithScore(rule));
        Refused(() =>
            problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task, change: options => Options(options, rule))
        );

        void Refused(Func<AttributionTransformer> ask)
        {
            var error = Assert.Throws<ArgumentException>(() => ask());
            Assert.StartsWith(
                $"Checkpoints gives 'second' the share -0.5, and Score = {rule} needs self-influences",
                error.Message,
                StringComparison.Ordinal
            );
            Assert.Contains("Score = Dot", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NegativeShare_IsSubtractedFromDotProducts()
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        double[] Scores(params ModelCheckpoint[] members)
        {
            using var fitted = SmallFits.Fit(problem, "gradient-dot", options => options with { Checkpoints = members });
            return SmallFits.Scores(fitted, problem);
        }

        var (first, second) = (Scores(checkpoints.At(1, 1, "first")), Scores(checkpoints.At(0.9, 1, "second")));
        var both = Scores(checkpoints.At(1, 1, "first"), checkpoints.At(0.9, -0.5, "second"));
        Assert.True(Numbers.RelativeToMaximum([.. first.Zip(second, (a, b) => a - (0.5 * b))], both) < 4e-7);
    }
}
