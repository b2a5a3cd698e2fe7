using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Collects the tensors that its thread creates, and disposes those still in it when it ends. Scopes nest; they belong to one thread.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private readonly ScopeItems _items = new();
    private bool _disposed;

    /// <summary>Creates a scope inside the current one of the thread; <see cref="NewDisposeScope"/> is the usual way.</summary>
    /// <param name="disposeScopeManager">The manager of the thread.</param>
    public DisposeScope(DisposeScopeManager disposeScopeManager)
    {
        ArgumentNullException.ThrowIfNull(disposeScopeManager);
        _manager = disposeScopeManager;
        OuterScope = disposeScopeManager.Current;
    }

    /// <summary>A copy of the list of what is in the scope now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => _items.ToArray();

    /// <summary>How many objects are in the scope now.</summary>
    public int DisposablesCount => _items.Count;

    internal DisposeScope? OuterScope { get; }

    /// <summary>Hands an object to the outer scope; without one it belongs to its holder.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    /// <param name="disposable">An object in this scope.</param>
    /// <returns>The same object.</returns>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(OuterScope, disposable);

    /// <summary>Hands two objects to the outer scope.</summary>
    /// <typeparam name="T1">Type of the first object.</typeparam>
    /// <typeparam name="T2">Type of the second object.</typeparam>
    /// <param name="first">An object in this scope.</param>
    /// <param name="second">An object in this scope.</param>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    /// <summary>Hands three objects to the outer scope.</summary>
    /// <typeparam name="T1">Type of the first object.</typeparam>
    /// <typeparam name="T2">Type of the second object.</typeparam>
    /// <typeparam name="T3">Type of the third object.</typeparam>
    /// <param name="first">An object in this scope.</param>
    /// <param name="second">An object in this scope.</param>
    /// <param name="third">An object in this scope.</param>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Hands objects to the outer scope.</summary>
    /// <param name="disposables">Objects in this scope.</param>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    /// <summary>Hands objects to the outer scope.</summary>
    /// <param name="disposables">Objects in this scope.</param>
    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther(OuterScope, disposable);
    }

    /// <summary>Hands an object to another scope, or to its holder if the scope is null.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    /// <param name="scope">The new owner.</param>
    /// <param name="disposable">An object in this scope.</param>
    /// <returns>The same object.</returns>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        if (!_items.Remove(disposable, this)) return disposable;
        if (scope is null) _manager.StatisticsInstance.TensorStatistics.DetachedFromScopeCount += disposable is Tensor ? 1 : 0;
        else scope._items.Add(disposable);
        if (disposable is Tensor tensor) tensor.OwningDisposeScope = scope;
        return disposable;
    }

    /// <summary>Takes an object out of all scopes: its holder disposes it.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    /// <param name="disposable">An object in this scope.</param>
    /// <returns>The same object.</returns>
    public T Detach<T>(T disposable)
        where T : IDisposable => MoveToOther(null, disposable);

    /// <summary>Takes two objects out of all scopes.</summary>
    /// <typeparam name="T1">Type of the first object.</typeparam>
    /// <typeparam name="T2">Type of the second object.</typeparam>
    /// <param name="first">An object in this scope.</param>
    /// <param name="second">An object in this scope.</param>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    /// <summary>Takes objects out of all scopes.</summary>
    /// <param name="disposables">Objects in this scope.</param>
    public void Detach(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) MoveToOther(null, disposable);
    }

    /// <summary>Puts an object into this scope; a tensor leaves the scope it was in.</summary>
    /// <param name="disposable">The object.</param>
    public void Attach(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is Tensor tensor)
        {
            if (tensor.OwningDisposeScope == this) return;
            if (tensor.OwningDisposeScope is { } owner) owner._items.Remove(tensor, owner);
            else _manager.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
            tensor.OwningDisposeScope = this;
        }

        _items.Add(disposable);
    }

    /// <summary>Puts objects into this scope.</summary>
    /// <param name="disposables">The objects.</param>
    public void Attach(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) Attach(disposable);
    }

    /// <summary>True if the object is in this scope.</summary>
    /// <param name="disposable">The object.</param>
    public bool Contains(IDisposable disposable) => _items.Contains(disposable, this);

    /// <summary>Disposes what is in the scope now; the scope goes on.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes what is in the scope now, with exceptions; the scope goes on.</summary>
    /// <param name="inKeep">What stays in the scope.</param>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = inKeep.Where(disposable => _items.Contains(disposable, this)).ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var disposable in _items.TakeAllBut(kept))
        {
            if (disposable is Tensor tensor) tensor.DisposeInScope();
            else disposable.Dispose();
        }
    }

    /// <summary>Disposes what is in the scope now, with exceptions; the scope goes on.</summary>
    /// <param name="keep">What stays in the scope.</param>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes what is in the scope now, with one exception; the scope goes on.</summary>
    /// <typeparam name="T">Type of the object.</typeparam>
    /// <param name="keep">What stays in the scope.</param>
    /// <returns>The same object.</returns>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Ends the scope: disposes everything in it.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        DisposeEverything();
        _disposed = true;
        _manager.Pop(this);
    }

    /// <summary>Tells the scope that an object in it was disposed by hand.</summary>
    /// <param name="disposable">The object.</param>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _items.Remove(disposable, this);
        if (disposable is not Tensor tensor) return;
        _manager.StatisticsInstance.TensorStatistics.DisposedInScopeCount++;
        tensor.OwningDisposeScope = null;
    }

    internal void Add(Tensor tensor) => _items.Add(tensor);
}
