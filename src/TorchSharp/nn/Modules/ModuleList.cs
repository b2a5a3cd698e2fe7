using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list whose modules are registered under their indices when the list itself is registered.</summary>
/// <typeparam name="T">Type of the modules.</typeparam>
public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
{
    private readonly List<T> _list;
    private int _registered;

    /// <summary>Creates a list of modules.</summary>
    /// <param name="modules">The modules.</param>
    public ModuleList(params T[] modules) : base("ModuleList") => _list = [.. modules];

    /// <inheritdoc/>
    public int Count => _list.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public T this[int index]
    {
        get => _list[index];
        set => Change(list => list[index] = value);
    }

    /// <inheritdoc/>
    public void Add(T item) => Change(list => list.Add(item));

    /// <summary>Adds modules to the end.</summary>
    /// <param name="modules">The modules.</param>
    public void append(params T[] modules) => Change(list => list.AddRange(modules));

    /// <summary>Adds modules to the end.</summary>
    /// <param name="modules">The modules.</param>
    public void extend(IEnumerable<T> modules) => Change(list => list.AddRange(modules));

    /// <inheritdoc/>
    public void Clear() => Change(list => list.Clear());

    /// <inheritdoc/>
    public bool Contains(T item) => _list.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public int IndexOf(T item) => _list.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, T item) => Change(list => list.Insert(index, item));

    /// <inheritdoc/>
    public bool Remove(T item)
    {
        var index = _list.IndexOf(item);
        if (index >= 0) RemoveAt(index);
        return index >= 0;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index) => Change(list => list.RemoveAt(index));

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Registers the modules under their indices.</summary>
    protected override void RegisterComponents() => Change(_ => { });

    private void Change(Action<List<T>> change)
    {
        change(_list);
        for (var index = 0; index < _registered; index++) register_module(Sequential.Invariant(index), null);
        for (var index = 0; index < _list.Count; index++) register_module(Sequential.Invariant(index), _list[index]);
        _registered = _list.Count;
    }
}
