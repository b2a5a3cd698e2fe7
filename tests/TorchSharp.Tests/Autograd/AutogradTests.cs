using static TorchSharp.torch;

namespace TorchSharp.Tests.Autograd;

public sealed class AutogradTests
{
    [Fact]
    public void Grad_LeavesTheLeavesAlone()
    {
        using var x = tensor(new double[] { 1, 2 }, requires_grad: true);
        using var y = x.square().sum();
        using var gradient = autograd.grad([y], [x])[0];
        Assert.Equal([2.0, 4.0], gradient.data<double>().ToArray());
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_WithRespectToAnIntermediateTensor_IsItsOutputGradient()
    {
        using var x = tensor(new double[] { 1, 2 }, requires_grad: true);
        using var hidden = x * 3;
        using var y = hidden.square().sum();
        using var gradient = autograd.grad([y], [hidden])[0];
        Assert.Equal([6.0, 12.0], gradient.data<double>().ToArray());
    }

    [Fact]
    public void Grad_WithGradOutputs_IsTheVectorJacobianProduct()
    {
        using var x = tensor(new double[] { 1, 2 }, requires_grad: true);
        using var y = x.square();
        using var gradient = autograd.grad([y], [x], [tensor(new double[] { 10, 100 })])[0];
        Assert.Equal([20.0, 400.0], gradient.data<double>().ToArray());
    }

    [Fact]
    public void Grad_OfGrad_IsTheSecondDerivative()
    {
        using var x = tensor(2.0, requires_grad: true);
        using var y = x.pow(3);
        using var first = autograd.grad([y], [x], create_graph: true)[0];
        using var second = autograd.grad([first], [x])[0];
        Assert.Equal(12, first.item<double>());
        Assert.Equal(12, second.item<double>());
    }

    [Fact]
    public void Backward_Accumulates()
    {
        using var x = ones(2, requires_grad: true);
        using var y = (x * 2).sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Equal(4, x.grad![0].ToDouble());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_WithInputs_ReachesOnlyThem()
    {
        using var a = ones(1, requires_grad: true);
        using var b = ones(1, requires_grad: true);
        using var y = (a * b).sum();
        autograd.backward(y, inputs: [a]);
        Assert.NotNull(a.grad);
        Assert.Null(b.grad);
    }

    [Fact]
    public void RetainGrad_KeepsTheGradientOfAnIntermediateTensor()
    {
        using var x = ones(1, requires_grad: true);
        using var hidden = x * 5;
        hidden.retain_grad();
        (hidden * 2).sum().backward();
        Assert.Equal(2, hidden.grad!.ToDouble());
        Assert.False(hidden.is_leaf);
        Assert.True(x.is_leaf);
    }

    [Fact]
    public void NoGrad_StopsRecordingUntilItsEnd()
    {
        using var x = ones(1, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }

        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void InferenceMode_MakesTensorsThatStayOutOfGraphs()
    {
        Tensor inside;
        using (inference_mode()) inside = ones(2) * 3;
        using var x = ones(2, requires_grad: true);
        Assert.Equal("Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and use it in autograd.",
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x * inside).Message);
        inside.Dispose();
    }

    [Fact]
    public void InPlaceChange_OfASavedTensor_IsDetected()
    {
        using var x = ones(2, requires_grad: true);
        using var hidden = x.exp();
        using var y = hidden.square().sum();
        hidden.add_(1);
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => y.backward());
        Assert.StartsWith("one of the variables needed for gradient computation has been modified by an inplace operation", error.Message);
    }

    [Fact]
    public void InPlaceOperator_ReturnsTheSameObject()
    {
        using var x = ones(2);
        Assert.Same(x, x.add_(1));
        Assert.Same(x, x.fill_(3).zero_().clamp_min_(2));
        Assert.Equal(4, x.sum().ToDouble());
    }
}
