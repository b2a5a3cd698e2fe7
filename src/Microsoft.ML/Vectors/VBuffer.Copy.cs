namespace Microsoft.ML.Data;

public readonly partial struct VBuffer<T>
{
    /// <summary>Copies all items into another vector, which becomes dense and keeps its array if it is large enough.</summary>
    /// <param name="destination">The vector to fill; length afterwards <see cref="Length"/>.</param>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies all items into another vector, sparse if this one is, which keeps its arrays if they are large enough.</summary>
    /// <param name="destination">The vector to fill; length afterwards <see cref="Length"/>.</param>
    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies a range of items into another vector.</summary>
    /// <param name="destination">The vector to fill; length afterwards <paramref name="length"/>.</param>
    /// <param name="sourceIndex">First item of the range.</param>
    /// <param name="length">Number of items, explicit or not.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the vector.</exception>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        CheckRange(Length, sourceIndex, length);
        int first = IsDense ? sourceIndex : PlaceOf(sourceIndex);
        int count = (IsDense ? sourceIndex + length : PlaceOf(sourceIndex + length)) - first;
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, count);
        _values.AsSpan(first, count).CopyTo(editor.Values);
        for (int place = 0; place < editor.Indices.Length; place++)
            editor.Indices[place] = _indices[first + place] - sourceIndex;
        destination = editor.Commit();
    }

    /// <summary>Copies all items into a span.</summary>
    /// <param name="destination">At least <see cref="Length"/> items.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Copies all items into a span from a place on.</summary>
    /// <param name="destination">At least <see cref="Length"/> items from that place on.</param>
    /// <param name="destinationIndex">Place of the first item.</param>
    /// <param name="defaultValue">Written for the items that are not explicit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            Throw.Argument(nameof(destination), $"Not large enough: {Length} items from index {destinationIndex} on, but only {destination.Length} places.");
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        for (int place = 0; place < _count; place++)
            target[_indices[place]] = _values[place];
    }

    /// <summary>Copies a range of an array into a vector, which becomes dense and keeps its array if it is large enough.</summary>
    /// <param name="source">The array; null counts as empty.</param>
    /// <param name="sourceIndex">First item of the range.</param>
    /// <param name="destination">The vector to fill.</param>
    /// <param name="length">Number of items.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the array.</exception>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        CheckRange(source?.Length ?? 0, sourceIndex, length);
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    private static void CheckRange(int available, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || sourceIndex > available)
            Throw.Argument(nameof(sourceIndex), $"Index {sourceIndex} is outside 0 to {available}.");
        if (length < 0 || length > available - sourceIndex)
            Throw.Argument(nameof(length), $"There are {available - sourceIndex} items from index {sourceIndex} on, got length {length}.");
    }

    // Place among the explicit items of the first one at or after an index.
    private int PlaceOf(int index)
    {
        int place = Array.BinarySearch(_indices ?? [], 0, _count, index);
        return place < 0 ? ~place : place;
    }
}
