using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests.Optimizers;

/// <summary>Rates of every epoch against the published formulas.</summary>
public class ScheduleTests
{
    private const double Rate = 0.4;
    private const double Tolerance = 1e-14;

    [Fact]
    public void StepLR_MultipliesEverySoManyEpochs() =>
        Check(10, optimizer => lr_scheduler.StepLR(optimizer, 3, 0.5), epoch => Rate * Math.Pow(0.5, Math.Floor(epoch / 3.0)));

    [Fact]
    public void MultiStepLR_MultipliesAtMilestones() =>
        Check(10, optimizer => lr_scheduler.MultiStepLR(optimizer, [2, 5], 0.1), epoch => Rate * (epoch < 2 ? 1 : epoch < 5 ? 0.1 : 0.01));

    [Fact]
    public void ExponentialLR_MultipliesEveryEpoch() =>
        Check(10, optimizer => lr_scheduler.ExponentialLR(optimizer, 0.9), epoch => Rate * Math.Pow(0.9, epoch));

    [Fact]
    public void LambdaLR_AppliesTheFunction() =>
        Check(10, optimizer => lr_scheduler.LambdaLR(optimizer, epoch => 1 / (1.0 + epoch)), epoch => Rate / (1 + epoch));

    [Fact]
    public void CosineAnnealingLR_FollowsHalfAWave() =>
        Check(9, optimizer => lr_scheduler.CosineAnnealingLR(optimizer, 8, 0.01), epoch => 0.01 + (Rate - 0.01) / 2 * (1 + Math.Cos(Math.PI * epoch / 8)));

    [Fact]
    public void LinearLR_GoesInAStraightLine() =>
        Check(9, optimizer => lr_scheduler.LinearLR(optimizer, 0.25, 1, 4), epoch => Rate * (epoch >= 4 ? 1 : 0.25 + 0.75 * epoch / 4));

    [Theory]
    [InlineData("Triangular")]
    [InlineData("Triangular2")]
    [InlineData("ExpRange")]
    public void CyclicLR_GoesUpAndDown_AndTheMomentumAgainstIt(string name)
    {
        var mode = Enum.Parse<lr_scheduler.impl.CyclicLR.Mode>(name);
        Check(
            25,
            optimizer => lr_scheduler.CyclicLR(optimizer, 0.1, 0.9, step_size_up: 4, step_size_down: 6, mode: mode, gamma: 0.95),
            epoch => 0.1 + 0.8 * Height(epoch),
            epoch => 0.9 - 0.1 * Height(epoch));

        double Height(int epoch)
        {
            var cycle = Math.Floor(1 + epoch / 10.0);
            var x = 1 + epoch / 10.0 - cycle;
            var line = x <= 0.4 ? x / 0.4 : (x - 1) / (0.4 - 1);
            return line * (mode switch
            {
                lr_scheduler.impl.CyclicLR.Mode.Triangular => 1,
                lr_scheduler.impl.CyclicLR.Mode.Triangular2 => Math.Pow(0.5, cycle - 1),
                _ => Math.Pow(0.95, epoch),
            });
        }
    }

    [Fact]
    public void CyclicLR_TakesAnOwnScale() => Check(
        12,
        optimizer => lr_scheduler.CyclicLR(optimizer, 0, 1, step_size_up: 2, scale_fn: cycle => 1 / cycle, cycle_momentum: false),
        epoch => (epoch % 4 <= 2 ? epoch % 4 / 2.0 : (4 - epoch % 4) / 2.0) / (1 + epoch / 4));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OneCycleLR_GoesUpOnce_AndFarDown(bool cosine)
    {
        var strategy = cosine ? lr_scheduler.impl.OneCycleLR.AnnealStrategy.Cos : lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear;
        Check(
            20,
            optimizer => lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps: 20, pct_start: 0.25, anneal_strategy: strategy, div_factor: 10, final_div_factor: 100),
            epoch => epoch <= 4 ? Between(0.1, 1, epoch / 4.0) : Between(1, 0.001, (epoch - 4) / 15.0),
            epoch => epoch <= 4 ? Between(0.95, 0.85, epoch / 4.0) : Between(0.85, 0.95, (epoch - 4) / 15.0));

        double Between(double from, double to, double share) =>
            cosine ? to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share)) : from + (to - from) * share;
    }

    [Fact]
    public void OneCycleLR_InThreePhases_ComesBackFirst() => Check(
        20,
        optimizer => lr_scheduler.OneCycleLR(
            optimizer, 1.0, epochs: 4, steps_per_epoch: 5, pct_start: 0.25, anneal_strategy: lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear,
            div_factor: 10, final_div_factor: 100, three_phase: true, cycle_momentum: false),
        epoch => epoch <= 4 ? 0.1 + 0.9 * epoch / 4 : epoch <= 8 ? 1 - 0.9 * (epoch - 4) / 4 : 0.1 + (0.001 - 0.1) * (epoch - 8) / 11);

    [Fact]
    public void OneCycleLR_SaysWhenItIsOver_AndWhatItNeeds()
    {
        using var parameter = new Parameter(zeros([1]));
        using var optimizer = SGD([parameter], Rate, momentum: 0.9);
        var schedule = lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps: 2);
        schedule.step();
        var error = Assert.Throws<InvalidOperationException>(schedule.step);
        Assert.Equal("The cycle has 2 steps and is over. Set total_steps to the number of batches.", error.Message);
        Assert.StartsWith("Give total_steps", Assert.Throws<ArgumentException>(() => lr_scheduler.OneCycleLR(optimizer, 1.0)).Message);
    }

    [Fact]
    public void CyclicMomentum_OfAdam_IsItsFirstAveragingFactor()
    {
        using var parameter = new Parameter(zeros([1]));
        using var optimizer = Adam([parameter], Rate);
        var schedule = lr_scheduler.CyclicLR(optimizer, 0.1, 0.5, step_size_up: 2);
        schedule.step();
        Assert.Equal(0.85, ((IBetas)optimizer.ParamGroups.First()).Betas.Item1, Tolerance);
    }

    [Fact]
    public void ReduceLROnPlateau_WaitsAndRests()
    {
        using var parameter = new Parameter(zeros([1]));
        using var optimizer = SGD([parameter], 1);
        var schedule = lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1, cooldown: 1, min_lr: [0.2]);
        double[] losses = [3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1];
        double[] rates = [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2];
        for (var epoch = 0; epoch < losses.Length; epoch++)
        {
            schedule.step(losses[epoch]);
            Assert.Equal(rates[epoch], schedule.get_last_lr().Single(), Tolerance);
        }
        Assert.Equal("ReduceLROnPlateau needs the metric: call step(current).", Assert.Throws<InvalidOperationException>(schedule.step).Message);
    }

    private static void Check(int epochs, Func<Optimizer, lr_scheduler.LRScheduler> create, Func<int, double> rate, Func<int, double>? momentum = null)
    {
        using var first = new Parameter(zeros([1]));
        using var second = new Parameter(zeros([1]));
        using var optimizer = SGD([new SGD.ParamGroup([first]), new SGD.ParamGroup([second])], Rate, momentum: 0.5);
        var schedule = create(optimizer);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                Assert.Equal(rate(epoch), group.LearningRate, Tolerance);
                Assert.Equal(momentum?.Invoke(epoch) ?? 0.5, ((IMomentum)group).Momentum, Tolerance);
            }
            if (epoch + 1 < epochs) schedule.step();
        }
        Assert.Equal(optimizer.ParamGroups.Select(group => group.LearningRate), schedule.get_last_lr());
    }
}
