using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse, whose arrays are reused by the getters that fill it.</summary>
/// <remarks>Immutable to look at; <see cref="VBufferEditor"/> changes it. An assignment shares the arrays: a value to keep must be copied.</remarks>
/// <typeparam name="T">Type of an item.</typeparam>
public readonly partial struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>Number of items, those that a sparse vector leaves out included.</summary>
    public readonly int Length;

    /// <summary>Makes a dense vector that takes over its arrays.</summary>
    /// <param name="length">Number of items.</param>
    /// <param name="values">At least <paramref name="length"/> items; may be null if that is 0.</param>
    /// <param name="indices">An array to be reused should the vector become sparse; may be null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or there are fewer values.</exception>
    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    /// <summary>Makes a vector, sparse if <paramref name="count"/> is less than <paramref name="length"/>, that takes over its arrays.</summary>
    /// <param name="length">Number of items.</param>
    /// <param name="count">Number of explicit items, 0 to <paramref name="length"/>.</param>
    /// <param name="values">The explicit items, at least <paramref name="count"/>; all others have the default value.</param>
    /// <param name="indices">Their places in increasing order; may be null if the vector is dense or <paramref name="count"/> is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range, or an array is too short.</exception>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Throw.Unless(length >= 0, nameof(length), $"The length of a vector must not be negative, got {length}.");
        Throw.Unless(count >= 0 && count <= length, nameof(count), $"A vector of length {length} cannot have {count} explicit values.");
        if ((values?.Length ?? 0) < count)
            Throw.Argument(nameof(values), $"{count} values are announced, the array has {values?.Length ?? 0}.");
        if (count != length && (indices?.Length ?? 0) < count)
            Throw.Argument(nameof(indices), $"{count} values are announced, the array has {indices?.Length ?? 0} indices.");
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// <summary>Whether every item is explicit.</summary>
    public bool IsDense => _count == Length;

    /// <summary>The explicit items: all of them if the vector is dense.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The places of the explicit items in increasing order; empty if the vector is dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>One item.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <returns>The item, or the default value if it is not explicit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside that range.</exception>
    public T GetItemOrDefault(int index)
    {
        if ((uint)index >= (uint)Length)
            Throw.Argument(nameof(index), $"Index {index} is outside the vector of length {Length}.");
        if (IsDense)
            return _values[index];
        int place = Array.BinarySearch(_indices ?? [], 0, _count, index);
        return place < 0 ? default : _values[place];
    }

    /// <summary>Writes one item.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <param name="destination">The item, or the default value if it is not explicit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside that range.</exception>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>Enumerates the items with their places.</summary>
    /// <param name="all">False: the explicit items only. True: all of them, places in order.</param>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false) => all || IsDense ? AllItems() : ExplicitItems();

    /// <summary>Enumerates all items in order.</summary>
    public IEnumerable<T> DenseValues() => AllItems().Select(item => item.Value);

    /// <summary>Enumerates all items in order.</summary>
    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    /// <summary>Kind and length of the vector.</summary>
    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> GetEditor() =>
        new(Length, _count, _values ?? [], _indices ?? [], withIndices: !IsDense, createdNewValues: false, createdNewIndices: false);

    internal VBufferEditor<T> GetEditor(int length, int? valuesCount, int? maxValuesCapacity, bool keepOldOnResize, bool requireIndicesOnDense)
    {
        Throw.Unless(length >= 0, "newLogicalLength", $"The length of a vector must not be negative, got {length}.");
        int count = valuesCount ?? length;
        Throw.Unless(count >= 0 && count <= length, nameof(valuesCount), $"A vector of length {length} cannot have {count} explicit values.");
        int capacity = Math.Max(count, maxValuesCapacity ?? length);
        T[] values = EnsureSize(_values, count, capacity, keepOldOnResize, out bool newValues);
        bool withIndices = count < length || requireIndicesOnDense;
        bool newIndices = false;
        int[] indices = withIndices ? EnsureSize(_indices, count, capacity, keepOldOnResize, out newIndices) : _indices;
        return new VBufferEditor<T>(length, count, values, indices, withIndices, newValues, newIndices);
    }

    private static TItem[] EnsureSize<TItem>(TItem[] array, int size, int capacity, bool keep, out bool created)
    {
        int oldSize = array?.Length ?? 0;
        created = oldSize < size;
        if (!created)
            return array ?? [];
        // A buffer that grew once is likely to grow again: at least double it, within the capacity that can be needed.
        int newSize = (int)Math.Min(Math.Max(size, 2L * oldSize), Math.Max(size, capacity));
        if (keep)
        {
            Array.Resize(ref array, newSize);
            return array;
        }
        return new TItem[newSize];
    }

    private IEnumerable<KeyValuePair<int, T>> ExplicitItems()
    {
        for (int place = 0; place < _count; place++)
            yield return new KeyValuePair<int, T>(_indices[place], _values[place]);
    }

    private IEnumerable<KeyValuePair<int, T>> AllItems()
    {
        for (int index = 0, place = 0; index < Length; index++)
        {
            bool isExplicit = IsDense || (place < _count && _indices[place] == index);
            yield return new KeyValuePair<int, T>(index, isExplicit ? _values[place++] : default);
        }
    }
}
