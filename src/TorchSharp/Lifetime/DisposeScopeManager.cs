namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? t_threadSingleton;

    private DisposeScopeManager()
    {
    }

    /// <summary>The counts of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static DisposeScopeManager ThreadSingleton => t_threadSingleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? Current { get; private set; }

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (Current is not { } scope)
        {
            StatisticsInstance.TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }

        StatisticsInstance.TensorStatistics.CreatedInScopeCount++;
        scope.Add(tensor);
        return scope;
    }

    internal DisposeScope Push() => Current = new DisposeScope(this);

    // A scope may be disposed out of order, by a finally block that ran late: the inner ones go with it.
    internal void Pop(DisposeScope scope)
    {
        for (var candidate = Current; candidate is not null; candidate = candidate.OuterScope)
        {
            if (candidate != scope) continue;
            Current = scope.OuterScope;
            return;
        }
    }
}
