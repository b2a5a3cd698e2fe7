using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a view, read at once, by row and by column; for a look in a debugger or a notebook.</summary>
public sealed partial class DataDebuggerPreview
{
    internal const int DefaultMaxRows = 100;

    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        Throw.IfNull(data, nameof(data));
        Throw.Unless(maxRows >= 0, nameof(maxRows), $"Must be zero or positive, got {maxRows}.");
        Schema = data.Schema;
        var rows = new List<RowInfo>();
        using (DataViewRowCursor cursor = data.GetRowCursor(Schema))
        {
            Func<object>[] readers = [.. Schema.Select(column => Reader(cursor, column))];
            while (rows.Count < maxRows && cursor.MoveNext())
                rows.Add(new RowInfo([.. Schema.Select(column => KeyValuePair.Create(column.Name, readers[column.Index]()))]));
        }
        RowView = [.. rows];
        ColumnView = [.. Schema.Select(column => new ColumnInfo(column, [.. rows.Select(row => row.Values[column.Index].Value)]))];
    }

    /// <summary>Schema of the view.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>The values by column.</summary>
    public ImmutableArray<ColumnInfo> ColumnView { get; }

    /// <summary>The values by row.</summary>
    public ImmutableArray<RowInfo> RowView { get; }

    /// <summary>Numbers of columns and rows.</summary>
    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    private static Func<object> Reader(DataViewRow row, DataViewSchema.Column column) =>
        ((IBoxingReader)Activator.CreateInstance(typeof(BoxingReader<>).MakeGenericType(column.Type.RawType), RawGetter.Of(row, column))).Read;

    private interface IBoxingReader
    {
        object Read();
    }

    private sealed class BoxingReader<TValue>(ValueGetter<TValue> getter) : IBoxingReader
    {
        public object Read()
        {
            TValue value = default;
            getter(ref value);
            return value;
        }
    }
}
