namespace Microsoft.ML.Data;

/// <summary>A range of the rows of a view, in its own order.</summary>
internal sealed class SkipTakeDataView(IDataView source, long skip, long take) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is long count ? Math.Min(take, Math.Max(0, count - skip)) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        Throw.IfNull(columnsNeeded, nameof(columnsNeeded));
        return new Cursor(source.GetRowCursor(columnsNeeded), Schema, columnsNeeded, skip, take);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(
        DataViewRowCursor source, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded, long skip, long take)
        : FilterCursor(source, schema, columnsNeeded)
    {
        private bool _started;

        protected override bool MoveNextCore()
        {
            if (!_started)
            {
                _started = true;
                for (long row = 0; row < skip; row++)
                {
                    if (!Source.MoveNext())
                        return false;
                }
            }
            return Position + 1 < take && Source.MoveNext();
        }
    }
}
