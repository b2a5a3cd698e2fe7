namespace Microsoft.ML;

/// <summary>Moves over the rows of a view, forwards only, on one thread.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Moves to the next row; the first call moves to the first.</summary>
    /// <returns>False when there are no more rows; then <see cref="DataViewRow.Position"/> is -1 for good.</returns>
    public abstract bool MoveNext();
}
