namespace Microsoft.ML.Data;

/// <summary>The rows of a view that pass a test of some of its columns.</summary>
internal sealed class FilterDataView(IDataView source, DataViewSchema.Column[] tested, Func<DataViewRow, Func<bool>> test) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        Throw.IfNull(columnsNeeded, nameof(columnsNeeded));
        return new Cursor(source.GetRowCursor(columnsNeeded.Concat(tested), rand), Schema, columnsNeeded, test);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        Throw.IfNull(columnsNeeded, nameof(columnsNeeded));
        return [.. source.GetRowCursorSet(columnsNeeded.Concat(tested), n, rand).Select(cursor => new Cursor(cursor, Schema, columnsNeeded, test))];
    }

    private sealed class Cursor(
        DataViewRowCursor source, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded, Func<DataViewRow, Func<bool>> test)
        : FilterCursor(source, schema, columnsNeeded)
    {
        private readonly Func<bool> _passes = test(source);

        protected override bool MoveNextCore()
        {
            while (Source.MoveNext())
            {
                if (_passes())
                    return true;
            }
            return false;
        }
    }
}
