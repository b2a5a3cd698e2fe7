using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row of a table, or a row that stands alone.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>Counts the rows seen through this object from 0; -1 while no row can be read (before the first, after the last).</summary>
    public abstract long Position { get; }

    /// <summary>Orders the rows of a cursor set; never decreases in a cursor and no number occurs in two cursors. 0 if there is one cursor.</summary>
    public abstract long Batch { get; }

    /// <summary>Returns a getter of an identity that every cursor of the view gives to this row, whatever the order.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>Tells whether the values of a column can be read.</summary>
    /// <param name="column">A column of <see cref="Schema"/>.</param>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>Returns a getter of the values of a column; it stays valid for all rows of the cursor.</summary>
    /// <typeparam name="TValue">The raw type of the column.</typeparam>
    /// <param name="column">An active column of <see cref="Schema"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is not active.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the raw type of the column.</exception>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>The columns of the row.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>Releases what the row holds, its source included. A second call does nothing.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the row holds; the base has nothing to release.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
