namespace Microsoft.ML;

/// <summary>A lazy, immutable and repeatable table: the input and output of transformers.</summary>
/// <remarks>Nothing is computed until a cursor moves; every new cursor starts again and sees the same rows.</remarks>
public interface IDataView
{
    /// <summary>Whether a cursor opened with a <see cref="Random"/> may deliver the rows in another order.</summary>
    bool CanShuffle { get; }

    /// <summary>Number of rows, or null as long as it is not known. Costs O(1): never reads the rows.</summary>
    long? GetRowCount();

    /// <summary>Opens a cursor over the rows. It belongs to one thread.</summary>
    /// <param name="columnsNeeded">The columns to be active; a getter of any other column is refused. May be empty.</param>
    /// <param name="rand">Source of the order if the view can shuffle; null keeps the order.</param>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Opens cursors that together deliver every row once, one cursor per thread; <see cref="DataViewRow.Batch"/> restores the order.</summary>
    /// <param name="columnsNeeded">The columns to be active.</param>
    /// <param name="n">Wished number of cursors, a hint; 0 or less: no wish.</param>
    /// <param name="rand">Source of the order if the view can shuffle; null keeps the order.</param>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);

    /// <summary>Columns of every row; the same object for the view and all its cursors.</summary>
    DataViewSchema Schema { get; }
}
