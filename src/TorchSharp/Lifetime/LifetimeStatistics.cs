namespace TorchSharp;

/// <summary>Counts of the tensors that one thread created and disposed.</summary>
public class LifetimeStatistics
{
    /// <summary>Tensors created while the thread had no dispose scope.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Tensors disposed that belonged to no scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Tensors created while the thread had a dispose scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Tensors disposed that belonged to a scope.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Tensors that belonged to no scope and were attached to one.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Tensors that left the scopes altogether.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created minus disposed. Tensors released by the finalizer are not counted as disposed.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; "
        + $"DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; "
        + $"DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; "
        + $"DetachedFromScopeCount: {DetachedFromScopeCount}";
}
