using System.Diagnostics;

namespace Microsoft.ML.Data;

public sealed partial class DataDebuggerPreview
{
    /// <summary>One row of a preview.</summary>
    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        /// <summary>Names and values of the columns.</summary>
        [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
        public KeyValuePair<string, object>[] Values { get; }

        /// <summary>The number of columns.</summary>
        public override string ToString() => $"{Values.Length} columns";
    }

    /// <summary>One column of a preview.</summary>
    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        /// <summary>The column.</summary>
        public DataViewSchema.Column Column { get; }

        /// <summary>Its values by row.</summary>
        public object[] Values { get; }

        /// <summary>Name and type of the column.</summary>
        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }
}
