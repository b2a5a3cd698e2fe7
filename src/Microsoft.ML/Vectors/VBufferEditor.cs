namespace Microsoft.ML.Data;

/// <summary>Opens a <see cref="VBuffer{T}"/> for writing into its own arrays.</summary>
public static class VBufferEditor
{
    /// <summary>Opens a vector as it is: same length, same explicit items.</summary>
    /// <typeparam name="T">Type of an item.</typeparam>
    /// <param name="destination">The vector.</param>
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.GetEditor();

    /// <summary>Opens a vector for new contents, in the arrays it has if they are large enough.</summary>
    /// <typeparam name="T">Type of an item.</typeparam>
    /// <param name="destination">The vector whose arrays are reused.</param>
    /// <param name="newLogicalLength">Number of items.</param>
    /// <param name="valuesCount">Number of explicit items; null: all, a dense vector.</param>
    /// <param name="maxValuesCapacity">Explicit items that may ever be needed, which bounds the growth of the arrays; null: the length.</param>
    /// <param name="keepOldOnResize">Whether the old items stay where the arrays have to grow.</param>
    /// <param name="requireIndicesOnDense">Whether to have indices also for a dense vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative, or there are more explicit items than items.</exception>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false) =>
        destination.GetEditor(newLogicalLength, valuesCount, maxValuesCapacity, keepOldOnResize, requireIndicesOnDense);
}
