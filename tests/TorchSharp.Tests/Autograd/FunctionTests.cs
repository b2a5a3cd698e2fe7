using System.Runtime.InteropServices;
using TorchSharp.Tests.Lifetime;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Autograd;

[Collection("Live tensors")]
public sealed class FunctionTests
{
    [Fact]
    public void Function_RunsItsOwnBackward()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 1, 2, 3 }, requires_grad: true);
        var y = ScaledSquare.apply(x * 1, 10.0);
        Assert.Equal([10.0, 40.0, 90.0], y.data<double>().ToArray());
        y.sum().backward();
        Assert.Equal([20.0, 40.0, 60.0], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Function_UnderNoGrad_RecordsNothing()
    {
        using var x = ones(2, ScalarType.Float64, requires_grad: true);
        using var mode = no_grad();
        using var y = ScaledSquare.apply(x, 1.0);
        Assert.False(y.requires_grad);
    }

    [Fact]
    public void MultiFunction_GivesZerosForUnusedResults()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 1, 2 }, requires_grad: true);
        var parts = SumAndDouble.apply(x);
        autograd.backward(parts[1], [ones(2, ScalarType.Float64)]);
        Assert.Equal([2.0, 2.0], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Exception_InBackward_ArrivesWithItsMessage()
    {
        using var x = ones(2, requires_grad: true);
        using var y = Failing.apply(x).sum();
        var error = Assert.Throws<ExternalException>(() => y.backward());
        Assert.Equal("FormatException: the backward pass went wrong", error.Message);
        Assert.Equal(2, ones(2).sum().ToDouble());
    }

    [Fact]
    public void WrongNumberOfGradients_IsNamed()
    {
        using var x = ones(2, requires_grad: true);
        using var y = TooMany.apply(x).sum();
        var error = Assert.Throws<ExternalException>(() => y.backward());
        Assert.Equal("InvalidOperationException: The backward pass of 'too many' gave 2 gradients, expected 1: one per tensor argument.", error.Message);
    }

    [Fact]
    public void Function_LeavesNoLiveTensors()
    {
        Run();
        using var quiet = new QuietHeap();
        var before = NativeMethods.dw_live_tensors();
        for (var i = 0; i < 5; i++) Run();
        Assert.Equal(before, NativeMethods.dw_live_tensors());

        static void Run()
        {
            using var scope = NewDisposeScope();
            var x = ones(3, ScalarType.Float64, requires_grad: true);
            ScaledSquare.apply(x, 2.0).sum().backward();
            _ = ScaledSquare.apply(x, 2.0); // a graph that nobody runs
        }
    }

    private sealed class ScaledSquare : autograd.SingleTensorFunction<ScaledSquare>
    {
        public override string Name => "scaled square";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            ctx.save_data("scale", vars[1]);
            return ((Tensor)vars[0]).square() * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [ctx.get_saved_variables()[0] * (2 * (double)ctx.get_data("scale")!) * grad_output];
    }

    private sealed class SumAndDouble : autograd.MultiTensorFunction<SumAndDouble>
    {
        public override string Name => "sum and double";

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) => [((Tensor)vars[0]).sum(), (Tensor)vars[0] * 2];

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => [grad_outputs[0] + (grad_outputs[1] * 2)];
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => "failing";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new FormatException("the backward pass went wrong");
    }

    private sealed class TooMany : autograd.SingleTensorFunction<TooMany>
    {
        public override string Name => "too many";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0];

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output, grad_output];
    }
}
