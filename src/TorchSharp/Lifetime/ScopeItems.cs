using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The objects of a dispose scope in the order of their creation. A tensor knows its own place, so that it is added and removed without a search.</summary>
internal sealed class ScopeItems
{
    private IDisposable?[] _slots = new IDisposable?[16];
    private int _length;

    /// <summary>Number of objects.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an object; one that is no tensor only once.</summary>
    /// <param name="item">The object.</param>
    public void Add(IDisposable item)
    {
        if (_length == _slots.Length) MakeRoom();
        if (item is Tensor tensor) tensor.ScopeSlot = _length;
        else if (Find(item) >= 0) return;
        _slots[_length++] = item;
        Count++;
    }

    /// <summary>Removes an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="scope">The scope of this list.</param>
    /// <returns>False if it was not there.</returns>
    public bool Remove(IDisposable item, DisposeScope scope)
    {
        var slot = SlotOf(item, scope);
        if (slot < 0) return false;
        _slots[slot] = null;
        Count--;
        return true;
    }

    /// <summary>True if the object is there.</summary>
    /// <param name="item">The object.</param>
    /// <param name="scope">The scope of this list.</param>
    public bool Contains(IDisposable item, DisposeScope scope) => SlotOf(item, scope) >= 0;

    /// <summary>The objects, in order.</summary>
    public IDisposable[] ToArray() => [.. _slots.Take(_length).OfType<IDisposable>()];

    /// <summary>Empties the list but for some objects.</summary>
    /// <param name="kept">What stays.</param>
    /// <returns>What was taken out, in order.</returns>
    public IDisposable[] TakeAllBut(HashSet<IDisposable> kept)
    {
        var taken = new IDisposable[Count - kept.Count];
        var next = 0;
        for (var i = 0; i < _length; i++)
        {
            if (_slots[i] is not { } item || kept.Contains(item)) continue;
            taken[next++] = item;
            _slots[i] = null;
        }

        Compact();
        return taken;
    }

    private int SlotOf(IDisposable item, DisposeScope scope) =>
        item is not Tensor tensor ? Find(item) : tensor.OwningDisposeScope == scope ? tensor.ScopeSlot : -1;

    private int Find(IDisposable item) => Array.FindIndex(_slots, 0, _length, candidate => ReferenceEquals(candidate, item));

    // Doubles the room only if most places are taken: a loop that disposes what it makes needs no more.
    private void MakeRoom()
    {
        if (Count > _length / 2) Array.Resize(ref _slots, 2 * _slots.Length);
        else Compact();
    }

    private void Compact()
    {
        var next = 0;
        for (var i = 0; i < _length; i++)
        {
            if (_slots[i] is not { } item) continue;
            if (item is Tensor tensor) tensor.ScopeSlot = next;
            _slots[next++] = item;
        }

        Array.Clear(_slots, next, _length - next);
        _length = Count = next;
    }
}
