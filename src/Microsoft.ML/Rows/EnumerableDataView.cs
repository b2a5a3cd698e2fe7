using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A view of objects: every cursor enumerates them anew.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly MemberReader<TRow>[] _readers;

    public EnumerableDataView(IEnumerable<TRow> data, SchemaDefinition definition)
    {
        RowColumn[] columns = RowColumn.Resolve(typeof(TRow), definition);
        var schema = new DataViewSchema.Builder();
        foreach (RowColumn column in columns)
        {
            if (column.Member is PropertyInfo property && property.GetGetMethod() is null)
                Throw.Argument(nameof(definition), $"Property '{property.Name}' of column '{column.Name}' cannot be read: give it a public getter.");
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }
        _data = data;
        _readers = [.. columns.Select(column => MemberReader<TRow>.Create(column.Shape, RowMember.CompileGet(typeof(TRow), column.Member)))];
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _data is ICollection<TRow> collection ? collection.Count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(EnumerableDataView<TRow> view, IEnumerable<DataViewSchema.Column> columnsNeeded) : RootCursor(view.Schema, columnsNeeded)
    {
        private IEnumerator<TRow> _rows;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            CheckHasRow();
            value = new DataViewRowId((ulong)Position, 0);
        };

        protected override bool MoveNextCore()
        {
            _rows ??= view._data.GetEnumerator();
            if (!_rows.MoveNext())
                return false;
            if (_rows.Current is null)
                Throw.Invalid($"Row {Position + 1} is null: every row must be a {typeof(TRow).Name}.");
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) =>
            view._readers[column.Index].CreateGetter(Current, column.Type, column.Name);

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _rows?.Dispose();
        }

        private TRow Current()
        {
            CheckHasRow();
            return _rows.Current;
        }
    }
}
