using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Lifetime;

/// <summary>Counts of native references. The counter belongs to the process, so these tests run alone.</summary>
[Collection("Live tensors")]
public sealed class LiveTensorTests
{
    [Fact]
    public void TrainingStep_LeavesNoLiveTensors()
    {
        using var weight = randn(8, 4, requires_grad: true);
        Step(weight);
        using var quiet = new QuietHeap();
        var before = Live();
        for (var i = 0; i < 5; i++) Step(weight);
        Assert.Equal(before, Live());
    }

    [Fact]
    public void EveryKindOfResult_IsReleased()
    {
        using var quiet = new QuietHeap();
        var before = Live();
        using (NewDisposeScope())
        {
            var x = rand(4, 4);
            _ = x.split(2);
            _ = x.topk(2);
            _ = linalg.svd(x);
            _ = linalg.lstsq(x, x);
            _ = x.unique(return_inverse: true);
            _ = x.add_(1);
            _ = x[TensorIndex.Slice(1, 3), TensorIndex.Ellipsis, TensorIndex.None];
            x[0] = ones(4);
            _ = x.alias();
        }

        Assert.Equal(before, Live());
    }

    [Fact]
    public void FailedCall_HoldsNoArguments()
    {
        using var quiet = new QuietHeap();
        var before = Live();
        using (var left = rand(2, 3))
        using (var right = rand(2, 3))
        using (var transposed = right.t())
        {
            Assert.Throws<ExternalException>(() => left.mm(right));
            Assert.Throws<ExternalException>(() => cat([left, right, transposed]));
        }

        Assert.Equal(before, Live());
    }

    [Fact]
    public void ForgottenTensors_AreReleasedByTheFinalizer()
    {
        var before = Live();
        Forget();
        for (var i = 0; i < 20 && Live() > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(Live() <= before, $"{Live()} live tensors, {before} before");

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 100; i++) _ = ones(2);
        }
    }

    [Fact]
    public void Decoupled_Tensor_KeepsItsReferenceForTheNextOwner()
    {
        using var quiet = new QuietHeap();
        var before = Live();
        var first = ones(3);
        var address = first.DecoupleFromNativeHandle();
        Assert.True(first.IsInvalid);
        first.Dispose();
        Assert.Equal(before + 1, Live());
        using (var second = Tensor.UnsafeCreateTensor(address)) Assert.Equal(3, second.sum().ToDouble());
    }

    [Fact]
    public void Frombuffer_PinsTheArrayUntilTheLastViewIsGone()
    {
        var array = new float[] { 1, 2, 3, 4 };
        var reference = new WeakReference(array);
        var tensor = frombuffer(array, ScalarType.Float32);
        var view = tensor[2..];
        tensor.Dispose();
        array[3] = 9;
        Assert.Equal(9, view[1].item<float>());
        Assert.True(reference.IsAlive);
        view.Dispose();
    }

    [Fact]
    public void Dispose_OnAnotherThread_WaitsForTheRunningOperation()
    {
        // Without the hold on the arguments this is a use after free; the sum stays right with it.
        for (var round = 0; round < 50; round++)
        {
            var tensor = ones(200_000);
            var thread = new Thread(() => tensor.Dispose());
            try
            {
                thread.Start();
                using var sum = tensor.sum();
                Assert.Equal(200_000, sum.ToDouble());
            }
            catch (InvalidOperationException)
            {
                // The thread came first; an ObjectDisposedException where it came between the check and the hold.
                Assert.True(tensor.IsInvalid);
            }

            thread.Join();
        }
    }

    private static void Step(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var input = rand(16, 8);
        var loss = input.matmul(weight).tanh().square().mean();
        loss.backward();
        using (no_grad()) weight.add_(weight.grad!, -0.1);
        weight.grad = null;
    }

    private static long Live() => NativeMethods.dw_live_tensors();
}
