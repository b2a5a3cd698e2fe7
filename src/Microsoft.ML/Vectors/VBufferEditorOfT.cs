namespace Microsoft.ML.Data;

/// <summary>The items of a vector, open for writing.</summary>
/// <typeparam name="T">Type of an item.</typeparam>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>The explicit items.</summary>
    public readonly Span<T> Values;

    /// <summary>Their places, to be written in increasing order; empty if the vector is dense and no indices were asked for.</summary>
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool withIndices, bool createdNewValues, bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = withIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    /// <summary>Whether the array of items had to be allocated.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>Whether the array of places had to be allocated.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>Closes the editor and returns the vector.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>Closes the editor and returns a vector of fewer explicit items than were opened.</summary>
    /// <param name="physicalValuesCount">Number of explicit items, at most the number opened.</param>
    /// <exception cref="ArgumentOutOfRangeException">More items than were opened.</exception>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Throw.Unless(physicalValuesCount <= Values.Length, nameof(physicalValuesCount),
            $"The editor was opened for {Values.Length} explicit values, got {physicalValuesCount}.");
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices);
    }
}
