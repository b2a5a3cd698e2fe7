namespace Microsoft.ML.Data;

/// <summary>Reads the usual annotations of a column.</summary>
public static class SchemaAnnotationsExtensions
{
    /// <summary>Tells whether a known-size vector column has a text name per slot.</summary>
    /// <param name="column">The column.</param>
    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { IsKnownSize: true } vector
        && column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.SlotNames)?.Type is VectorDataViewType names
        && names.Size == vector.Size && names.ItemType is TextDataViewType;

    /// <summary>Reads the slot names of a vector column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="slotNames">The place to write to, length of the vector.</param>
    /// <exception cref="InvalidOperationException">The column has no slot names.</exception>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref slotNames);

    /// <summary>Tells whether a key column knows the value that each key stands for.</summary>
    /// <param name="column">The column.</param>
    /// <param name="keyValueItemType">Type of one such value; null means text.</param>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null)
    {
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        return item is KeyDataViewType key
            && column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type is VectorDataViewType values
            && (ulong)values.Size == key.Count && values.ItemType.Equals(keyValueItemType ?? TextDataViewType.Instance);
    }

    /// <summary>Reads the values that the keys of a column stand for; key k stands for the value at k - 1.</summary>
    /// <typeparam name="TValue">Raw type of one value.</typeparam>
    /// <param name="column">The column.</param>
    /// <param name="keyValues">The place to write to, length of the key's count.</param>
    /// <exception cref="InvalidOperationException">The column has no key values of that type.</exception>
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationKinds.KeyValues, ref keyValues);

    /// <summary>Tells whether the column is marked as normalized.</summary>
    /// <param name="column">The column.</param>
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.IsNormalized)?.Type is not BooleanDataViewType)
            return false;
        bool value = false;
        column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref value);
        return value;
    }
}
