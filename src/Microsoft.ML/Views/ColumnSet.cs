namespace Microsoft.ML.Data;

/// <summary>The columns of a schema that a cursor was asked for.</summary>
internal sealed class ColumnSet
{
    private readonly DataViewSchema _schema;
    private readonly bool[] _active;

    public ColumnSet(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Throw.IfNull(columnsNeeded, nameof(columnsNeeded));
        _schema = schema;
        _active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            Check(column);
            _active[column.Index] = true;
        }
    }

    /// <summary>The asked columns by index.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _schema.Where(column => _active[column.Index]);

    public bool Contains(DataViewSchema.Column column)
    {
        Check(column);
        return _active[column.Index];
    }

    private void Check(DataViewSchema.Column column)
    {
        if (column.Index >= _active.Length || column.Name != _schema[column.Index].Name)
            Throw.ForeignColumn(column, _schema);
    }
}
