namespace Microsoft.ML.Data;

/// <summary>The rules that all cursors of this assembly keep: position, active columns, typed getters, the end.</summary>
internal abstract class RootCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded) : DataViewRowCursor
{
    private readonly ColumnSet _active = new(schema, columnsNeeded);
    private readonly Delegate[] _getters = new Delegate[schema.Count];
    private long _position = -1;
    private bool _ended;

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override DataViewSchema Schema => schema;

    protected IEnumerable<DataViewSchema.Column> ActiveColumns => _active.Columns;

    public sealed override bool MoveNext()
    {
        if (_ended)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        Dispose();
        return false;
    }

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active.Contains(column))
            Throw.Inactive(column);
        Delegate getter = _getters[column.Index] ??= CreateGetter(schema[column.Index]);
        return getter as ValueGetter<TValue> ?? Throw.GetterType<ValueGetter<TValue>>(schema[column.Index], typeof(TValue));
    }

    /// <summary>Moves to the next row; called until it first returns false.</summary>
    protected abstract bool MoveNextCore();

    /// <summary>Makes the <see cref="ValueGetter{TValue}"/> of an active column.</summary>
    protected abstract Delegate CreateGetter(DataViewSchema.Column column);

    protected void CheckHasRow()
    {
        if (_position < 0)
            Throw.Invalid(Throw.NoCurrentRow);
    }

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _position = -1;
        base.Dispose(disposing);
    }
}
