using System.Diagnostics;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Lifetime;

/// <summary>Native handles are used again for later tensors: an earlier owner must not reach the later one.</summary>
[Collection("Live tensors")]
public sealed class HandleReuseTests
{
    [Fact]
    public void DisposedTensor_DoesNotReachItsSuccessor()
    {
        using var quiet = new QuietHeap();
        var before = Tensor.TotalCount;
        var old = full([2], 1.0f);
        old.Dispose();
        using var successor = full([2], 7.0f);
        var error = Assert.Throws<InvalidOperationException>(() => old.add(successor));
        Assert.Contains("empty handle", error.Message, StringComparison.Ordinal);
        old.Dispose();
        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.Equal([7f, 7f], successor.data<float>().ToArray());
    }

    [Fact]
    public void TensorGivenAway_DoesNotReachItsSuccessor()
    {
        var first = full([2], 1.0f);
        using var second = Tensor.UnsafeCreateTensor(first.DecoupleFromNativeHandle());
        using var third = full([2], 3.0f);
        Assert.Throws<InvalidOperationException>(() => first.sum());
        Assert.Equal([1f, 1f], second.data<float>().ToArray());
        Assert.Equal([3f, 3f], third.data<float>().ToArray());
    }

    [Fact]
    public async Task DisposeDuringUse_OnOtherThreads_NeverGivesAnotherTensorsNumbers()
    {
        var before = Tensor.TotalCount;
        var shared = full([64], 1.0f);
        using var stop = new CancellationTokenSource();
        var uses = 0;
        var users = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var tensor = Volatile.Read(ref shared);
                try
                {
                    using var doubled = tensor.add(tensor);
                    // Each tensor holds one number throughout: a mixture would be another tensor's memory.
                    var values = doubled.data<float>().ToArray();
                    Assert.All(values, value => Assert.Equal(values[0], value));
                    Interlocked.Increment(ref uses);
                }
                catch (InvalidOperationException error)
                {
                    Assert.Contains("empty handle", error.Message, StringComparison.Ordinal);
                }
            }
        })).ToArray();
        // At least 20,000 tensors pass by, and as many more as it takes until a hundred uses met a living one.
        var clock = Stopwatch.StartNew();
        for (var i = 2; i < 20_000 || (Volatile.Read(ref uses) < 100 && clock.Elapsed < TimeSpan.FromMinutes(1)); i++)
        {
            var next = full([64], (float)i);
            Interlocked.Exchange(ref shared, next).Dispose();
        }

        await stop.CancelAsync();
        await Task.WhenAll(users);
        shared.Dispose();
        Assert.True(uses >= 100, $"only {uses} uses met a living tensor");
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount} live tensors, {before} before");
    }

    [Fact]
    public void InPlaceChange_WithoutRecording_IsStillSeenByALaterBackward()
    {
        // Kernels below autograd run while nothing is recorded: they must go on counting versions.
        using var scope = NewDisposeScope();
        var weight = ones(3).requires_grad_(true);
        var saved = ones(3);
        var loss = (weight * saved).sum();
        using (no_grad()) saved.add_(1);
        var error = Assert.ThrowsAny<Exception>(() => loss.backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ViewMadeWithoutRecording_SharesItsBasesVersion()
    {
        using var scope = NewDisposeScope();
        var weight = ones(4).requires_grad_(true);
        var saved = ones(4);
        var loss = (weight * saved).sum();
        using (no_grad()) saved.view(2, 2).add_(1);

        var error = Assert.ThrowsAny<Exception>(() => loss.backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }
}
