using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optimizers;

public class AdamTests
{
    [Theory]
    [InlineData(false, 0, false, false)]
    [InlineData(false, 0.1, false, false)]
    [InlineData(false, 0.1, true, false)]
    [InlineData(false, 0.1, false, true)]
    [InlineData(true, 0, false, false)]
    [InlineData(true, 0.1, false, false)]
    [InlineData(true, 0.1, true, false)]
    [InlineData(true, 0.1, true, true)]
    public void AdamAndAdamW_FollowTheirUpdateRules(bool decoupled, double decay, bool amsgrad, bool maximize)
    {
        const double Rate = 0.03, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3;
        var (m, v, largest) = (new double[4], new double[4], new double[4]);
        OptimizerFixture.Compare(
            parameters => decoupled
                ? optim.AdamW(parameters, Rate, Beta1, Beta2, Epsilon, decay, amsgrad, maximize)
                : optim.Adam(parameters, Rate, Beta1, Beta2, Epsilon, decay, amsgrad, maximize),
            (step, index, value, gradient) =>
            {
                var g = maximize ? -gradient : gradient;
                if (decoupled) value -= Rate * decay * value;
                else g += decay * value;
                m[index] = Beta1 * m[index] + (1 - Beta1) * g;
                v[index] = Beta2 * v[index] + (1 - Beta2) * g * g;
                largest[index] = Math.Max(largest[index], v[index]);
                var mean = m[index] / (1 - Math.Pow(Beta1, step));
                var square = (amsgrad ? largest[index] : v[index]) / (1 - Math.Pow(Beta2, step));
                return value - Rate * mean / (Math.Sqrt(square) + Epsilon);
            });
    }

    [Fact]
    public void Groups_HaveTheirOwnOptions()
    {
        using var first = new Parameter(tensor(new[] { 1.0 }));
        using var second = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.AdamW([new AdamW.ParamGroup([first], lr: 0.1), new AdamW.ParamGroup([second])], lr: 0.2, weight_decay: 0.5);
        first.grad = tensor(new[] { 3.0 });
        second.grad = tensor(new[] { 3.0 });
        optimizer.step();
        // The first step of Adam has the length of the learning rate.
        Assert.Equal(0.9, first.item<double>(), 1e-8);
        Assert.Equal(0.9 - 0.2, second.item<double>(), 1e-8);
        Assert.Equal((0.9, 0.999), ((optim.IBetas)optimizer.ParamGroups.First()).Betas);
    }

    [Fact]
    public void WrongValues_AreRefused()
    {
        using var parameter = new Parameter(zeros([1]));
        Check(() => optim.Adam([parameter], lr: -1), "The learning rate must be at least 0, got -1.");
        Check(() => optim.Adam([parameter], beta1: 1), "beta1 must be within [0, 1), got 1.");
        Check(() => optim.AdamW([parameter], beta2: -0.5), "beta2 must be within [0, 1), got -0.5.");
        Check(() => optim.AdamW([parameter], eps: -1), "eps must be at least 0, got -1.");
        Check(() => optim.AdamW([parameter], weight_decay: -1), "The weight decay must be at least 0, got -1.");

        static void Check(Func<object> create, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(create).Message);
    }

    [Fact]
    public void State_CanBeCopied_AndGoesOnAsTheOriginal()
    {
        using var first = new Parameter(tensor(new[] { 1.0, 2 }));
        using var second = new Parameter(tensor(new[] { 1.0, 2 }));
        using var original = optim.Adam([first], 0.1, amsgrad: true);
        using var copy = optim.Adam([second], 0.3);
        Step(original, first);
        second.copy(first);
        copy.load_state_dict(original.state_dict());
        Step(original, first);
        Step(copy, second);
        Assert.Equal(first.data<double>().ToArray(), second.data<double>().ToArray());
        Assert.Equal(2, ((Adam.State)copy.state_dict().State[0]).step);

        static void Step(optim.Optimizer optimizer, Parameter parameter)
        {
            parameter.grad = tensor(new[] { 0.5, -0.25 });
            optimizer.step();
        }
    }
}
