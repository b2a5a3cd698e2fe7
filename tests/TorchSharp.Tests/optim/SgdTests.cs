using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optimizers;

public class SgdTests
{
    [Theory]
    [InlineData(0, 0, 0, false, false)]
    [InlineData(0, 0, 0.1, false, false)]
    [InlineData(0, 0, 0.1, false, true)]
    [InlineData(0.9, 0, 0, false, false)]
    [InlineData(0.9, 0, 0.1, false, false)]
    [InlineData(0.9, 0.3, 0.1, false, false)]
    [InlineData(0.9, 0, 0.1, true, false)]
    [InlineData(0.9, 0.3, 0.1, false, true)]
    [InlineData(0.9, 0, 0.1, true, true)]
    public void Sgd_FollowsItsUpdateRule(double momentum, double dampening, double decay, bool nesterov, bool maximize)
    {
        var buffers = new double?[4];
        OptimizerFixture.Compare(
            parameters => optim.SGD(parameters, 0.05, momentum, dampening, decay, nesterov, maximize),
            (_, index, value, gradient) =>
            {
                var g = (maximize ? -gradient : gradient) + decay * value;
                if (momentum == 0) return value - 0.05 * g;
                buffers[index] = buffers[index] is { } buffer ? momentum * buffer + (1 - dampening) * g : g;
                return value - 0.05 * (nesterov ? g + momentum * buffers[index]!.Value : buffers[index]!.Value);
            });
    }

    [Fact]
    public void Groups_HaveTheirOwnOptions_AndTakeTheRestFromTheOptimizer()
    {
        using var first = new Parameter(tensor(new[] { 1.0 }));
        using var second = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.SGD(
            [new SGD.ParamGroup([first]), new SGD.ParamGroup([second], new SGD.Options { LearningRate = 0.5 })], 0.1, weight_decay: 0.2);
        Assert.Equal([0.1, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        first.grad = tensor(new[] { 1.0 });
        second.grad = tensor(new[] { 1.0 });
        optimizer.step();
        Assert.Equal(1 - 0.1 * 1.2, first.item<double>(), 1e-15);
        Assert.Equal(1 - 0.5 * 1.2, second.item<double>(), 1e-15);
        Assert.Equal([first, second], optimizer.parameters());
        var error = Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([first])));
        Assert.Equal("A parameter appears twice in the groups of an optimiser.", error.Message);
    }

    [Fact]
    public void WrongValues_AreRefused()
    {
        using var parameter = new Parameter(zeros([1]));
        Check(() => optim.SGD([parameter], -1), "The learning rate must be at least 0, got -1.");
        Check(() => optim.SGD([parameter], double.NaN), "The learning rate must be at least 0, got NaN.");
        Check(() => optim.SGD([parameter], 1, momentum: -0.5), "The momentum must be at least 0, got -0.5.");
        Check(() => optim.SGD([parameter], 1, weight_decay: -2), "The weight decay must be at least 0, got -2.");
        Check(() => optim.SGD([parameter], 1, nesterov: true), "Nesterov's momentum needs a momentum and no dampening.");

        static void Check(Func<object> create, string message) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(create).Message);
    }

    [Fact]
    public void TheClosure_IsRunWithGradients_AndItsLossReturned()
    {
        using var parameter = new Parameter(tensor(new[] { 2.0 }));
        using var optimizer = optim.SGD([parameter], 0.25);
        using var unused = no_grad();
        using var loss = optimizer.step(() =>
        {
            var value = (parameter * parameter).sum();
            value.backward();
            return value;
        });
        Assert.Equal(4, loss!.item<double>());
        Assert.Equal(1, parameter.item<double>());
    }

    [Fact]
    public void State_CanBeCopied_AndGoesOnAsTheOriginal()
    {
        using var first = new Parameter(tensor(new[] { 1.0, 2 }));
        using var second = new Parameter(tensor(new[] { 1.0, 2 }));
        using var original = optim.SGD([first], 0.1, momentum: 0.9);
        using var copy = optim.SGD([second], 0.3);
        Step(original, first);
        second.copy(first);
        copy.load_state_dict(original.state_dict());
        Step(original, first);
        Step(copy, second);
        Assert.Equal(first.data<double>().ToArray(), second.data<double>().ToArray());
        using var other = optim.SGD([new SGD.ParamGroup([first]), new SGD.ParamGroup([second])], 0.1);
        var error = Assert.Throws<ArgumentException>(() => other.load_state_dict(original.state_dict()));
        Assert.StartsWith("The optimiser has 2 groups with 2 parameters, the state 1 with 1.", error.Message);

        static void Step(optim.Optimizer optimizer, Parameter parameter)
        {
            parameter.grad = tensor(new[] { 0.5, -0.25 });
            optimizer.step();
        }
    }
}

internal static class ParameterCopy
{
    public static void copy(this Parameter target, Tensor source)
    {
        using var unused = no_grad();
        target.copy_(source);
    }
}
