using static TorchSharp.torch;

namespace TorchSharp.Tests.Lifetime;

[Collection("Live tensors")]
public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_DisposesWhatWasCreatedInIt()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = ones(2);
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
            Assert.Same(scope, CurrentDisposeScope);
        }

        Assert.True(inside.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Tensor_MovedToOuter_OutlivesTheInnerScope()
    {
        using var outer = NewDisposeScope();
        Tensor moved;
        using (NewDisposeScope()) moved = ones(2).MoveToOuterDisposeScope();
        Assert.False(moved.IsInvalid);
        Assert.True(outer.Contains(moved));
    }

    [Fact]
    public void Tensor_MovedOutOfTheOutermostScope_BelongsToItsHolder()
    {
        Tensor kept;
        using (NewDisposeScope()) kept = ones(2).MoveToOuterDisposeScope();
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void Tensor_Detached_OutlivesAllScopes()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope()) kept = ones(2).DetachFromDisposeScope();
        }

        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void Attach_MovesATensorBetweenScopes()
    {
        using var outer = NewDisposeScope();
        var tensor = ones(2);
        using (var inner = NewDisposeScope())
        {
            inner.Attach(tensor);
            Assert.False(outer.Contains(tensor));
        }

        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void MoveToOther_FollowsAnotherTensor()
    {
        using var outer = NewDisposeScope();
        var anchor = ones(1);
        using (NewDisposeScope())
        {
            var tensor = ones(2).MoveToOtherDisposeScope(anchor);
            Assert.True(outer.Contains(tensor));
        }
    }

    [Fact]
    public void DisposeEverythingBut_KeepsTheNamedTensors()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var gone = ones(1);
        Assert.Same(kept, scope.DisposeEverythingBut(kept));
        Assert.False(kept.IsInvalid);
        Assert.True(gone.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Scope_OfOneThread_DoesNotSeeTensorsOfAnother()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(other!));
        other!.Dispose();
    }

    [Fact]
    public void Statistics_CountPerThread()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            _ = ones(1);
            ones(1).Dispose();
            ones(1).DetachFromDisposeScope().Dispose();
        }

        ones(1).Dispose();
        Assert.Equal(3, statistics.CreatedInScopeCount);
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(2, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        statistics.Reset();
    }

    [Fact]
    public void WrappedTensorDisposeScope_KeepsOnlyTheResult()
    {
        Tensor? temporary = null;
        using var result = WrappedTensorDisposeScope(() =>
        {
            temporary = ones(2);
            return temporary + 1;
        });
        Assert.True(temporary!.IsInvalid);
        Assert.False(result.IsInvalid);
    }

    [Fact]
    public void LongLoop_InOneScope_KeepsOnlyWhatIsAlive()
    {
        using var scope = NewDisposeScope();
        var kept = new List<Tensor>();
        for (var i = 0; i < 1000; i++)
        {
            var tensor = full([1L], i);
            if (i % 100 == 0) kept.Add(tensor);
            else tensor.Dispose();
        }

        Assert.Equal(kept, scope.DisposablesView.Cast<Tensor>(), ReferenceEqualityComparer.Instance);
        scope.Detach(kept[3]).Dispose();
        scope.DisposeEverything();
        scope.DisposeEverything();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.All(kept, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void OtherDisposables_InAScope_AreDisposedToo()
    {
        var stream = new MemoryStream();
        using (var scope = NewDisposeScope()) scope.Attach(stream);
        Assert.False(stream.CanRead);
    }
}
