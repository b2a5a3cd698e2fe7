using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Binding;

public sealed class ErrorTests
{
    [Fact]
    public void ShapeMismatch_IsAnExternalExceptionWithTheMessageOfLibtorch()
    {
        using var left = ones(64, 64);
        using var right = ones(3, 3);
        var error = Assert.Throws<ExternalException>(() => left.mm(right));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (64x64 and 3x3)", error.Message);
        Assert.Equal(64 * 64, left.sum().ToDouble());
    }

    [Fact]
    public void AutogradGrad_OfATensorWithoutHistory_Fails()
    {
        using var x = ones(2);
        using var y = x.sum();
        var error = Assert.Throws<ExternalException>(() => autograd.grad([y], [x]));
        Assert.StartsWith("element 0 of tensors does not require grad and does not have a grad_fn", error.Message);
    }

    [Fact]
    public void AutogradGrad_OfAnUnusedInput_FailsUnlessAllowed()
    {
        using var x = ones(2, requires_grad: true);
        using var unused = ones(2, requires_grad: true);
        using var y = x.sum();
        var error = Assert.Throws<ExternalException>(() => autograd.grad([y], [x, unused], retain_graph: true));
        Assert.StartsWith("One of the differentiated Tensors appears to not have been used in the graph.", error.Message);
        var gradients = autograd.grad([y], [x, unused], allow_unused: true);
        Assert.NotNull(gradients[0]);
        Assert.Null(gradients[1]);
    }

    [Fact]
    public void Backward_Twice_FailsAndNamesTheRemedy()
    {
        using var x = ones(2, requires_grad: true);
        using var y = x.square().sum();
        y.backward();
        var error = Assert.Throws<ExternalException>(() => y.backward());
        Assert.StartsWith("Trying to backward through the graph a second time", error.Message);
    }

    [Fact]
    public void Error_OnAnotherThread_StaysThere()
    {
        Exception? other = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var x = ones(2, 2);
                _ = x.view(3);
            }
            catch (ExternalException error)
            {
                other = error;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Equal("shape '[3]' is invalid for input of size 4", other!.Message);
        Assert.Equal(2, ones(2).sum().ToDouble());
    }

    [Fact]
    public void Errors_OfTwoThreadsAtOnce_DoNotMix()
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var x = ones(i + 2);
            var error = Assert.Throws<ExternalException>(() => x.view(i + 3));
            Assert.Equal($"shape '[{i + 3}]' is invalid for input of size {i + 2}", error.Message);
        });
    }

    [Fact]
    public void UnknownOperator_IsNamed()
    {
        var error = Assert.Throws<ExternalException>(() => Operator.Find("aten::no_such_operator").Call());
        Assert.Contains("aten::no_such_operator", error.Message);
    }

    [Fact]
    public void TooManyArguments_AreRefused()
    {
        using var x = ones(1);
        var error = Assert.Throws<ExternalException>(() => Operator.Find("aten::abs").Call(x, 1, 2));
        Assert.Equal("aten::abs takes 1 arguments, got 3", error.Message);
    }

    [Fact]
    public void MissingArguments_AreNamed()
    {
        using var x = ones(1);
        var error = Assert.Throws<ExternalException>(() => Operator.Find("aten::mm").Call(x));
        Assert.Equal("aten::mm has no default for argument 'mat2'", error.Message);
    }

    [Fact]
    public void ArgumentOfTheWrongKind_IsAnError()
    {
        using var x = ones(1);
        Assert.Throws<ExternalException>(() => Operator.Find("aten::mm").Call(x, 2.5));
        Assert.Throws<ExternalException>(() => Operator.Find("aten::reshape").Call(x, "text"));
    }

    [Fact]
    public void ResultOfTheWrongKind_IsNamed()
    {
        using var x = ones(1);
        var error = Assert.Throws<InvalidOperationException>(() => Operator.Find("aten::equal").Call(x, x));
        Assert.Equal("Operator 'aten::equal' returned Boolean, expected a tensor.", error.Message);
    }

    [Fact]
    public void DisposedTensor_IsRefusedEverywhere()
    {
        var x = ones(2);
        x.Dispose();
        foreach (Action use in new Action[] { () => _ = x + 1, () => _ = x.shape, () => _ = cat([x, x]), () => _ = x.Handle, () => x.alias(), () => x.MoveHandle() })
        {
            Assert.Equal("Tensor invalid -- empty handle. It was disposed, by hand or by its dispose scope.", Assert.Throws<InvalidOperationException>(use).Message);
        }
    }

    [Fact]
    public void OutOfMemory_IsAnErrorAndTheProcessLivesOn()
    {
        Assert.Throws<ExternalException>(() => empty(1L << 46));
        Assert.Equal(3, ones(3).sum().ToDouble());
    }

    [Fact]
    public void NamedDimensions_AreRefused()
    {
        var error = Assert.Throws<NotSupportedException>(() => zeros(2, names: ["N"]));
        Assert.Equal("Named dimensions are not supported: pass null for 'names'.", error.Message);
    }

    [Fact]
    public void WrongType_OfData_IsNamed()
    {
        using var x = ones(2);
        Assert.Equal("Double is not compatible with Float32", Assert.Throws<ArgumentException>(() => x.data<double>()).Message);
        Assert.Equal("Number of elements in the tensor must be 1, found 2", Assert.Throws<ArgumentException>(() => x.item<float>()).Message);
    }

    [Fact]
    public void ArrayOfTheWrongLength_IsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(new float[] { 1, 2, 3 }, [2, 2]));
        Assert.Equal("The dimensions [2, 2] ask for 4 elements, the array has 3.", error.Message);
    }
}
