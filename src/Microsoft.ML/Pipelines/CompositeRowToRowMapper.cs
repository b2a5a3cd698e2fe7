namespace Microsoft.ML.Data;

/// <summary>Row mappers applied one after the other.</summary>
internal sealed class CompositeRowToRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => mappers.Length == 0 ? inputSchema : mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        Throw.IfNull(dependingColumns, nameof(dependingColumns));
        for (int i = mappers.Length - 1; i >= 0; i--)
            dependingColumns = [.. mappers[i].GetDependencies(dependingColumns)];
        return dependingColumns;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Throw.IfNull(input, nameof(input));
        Throw.IfNull(activeColumns, nameof(activeColumns));
        if (!ReferenceEquals(input.Schema, InputSchema))
            Throw.Argument(nameof(input), "The row has another schema than the one the mapper was made for: make a mapper of the row's schema.");
        var needed = new IEnumerable<DataViewSchema.Column>[mappers.Length];
        for (int i = mappers.Length - 1; i >= 0; i--)
        {
            needed[i] = activeColumns;
            activeColumns = [.. mappers[i].GetDependencies(activeColumns)];
        }
        DataViewRow row = input;
        for (int i = 0; i < mappers.Length; i++)
            row = mappers[i].GetRow(row, needed[i]);
        return row;
    }
}
