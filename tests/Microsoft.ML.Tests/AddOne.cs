using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

/// <summary>An estimator of somebody else's, made of public members only: the output column is the input column plus one.</summary>
internal sealed class AddOneEstimator(string input, string output, List<string>? journal = null) : IEstimator<AddOneTransformer>
{
    public AddOneTransformer Fit(IDataView data)
    {
        journal?.Add($"fit {output}");
        long rows = 0;
        using (DataViewRowCursor cursor = data.GetRowCursor([data.Schema[input]]))
        {
            while (cursor.MoveNext())
                rows++;
        }
        return new AddOneTransformer(input, output, rows, journal);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (!inputSchema.Any(column => column.Name == input && column.ItemType.Equals(NumberDataViewType.Single)))
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{input}'");
        SchemaShape.Column added = New(output, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, null);
        return new SchemaShape(inputSchema.Where(column => column.Name != output).Append(added));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column New(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);
}

internal sealed class AddOneTransformer(string input, string output, long rows, List<string>? journal) : ITransformer, IDisposable
{
    public long FittedRows => rows;

    public int DisposeCount { get; private set; }

    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new Mapper(inputSchema, input, output).OutputSchema;

    public IDataView Transform(IDataView data)
    {
        journal?.Add($"transform {output}");
        return new View(data, new Mapper(data.Schema, input, output));
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, input, output);

    public void Dispose() => DisposeCount++;

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("Save it with AddOne.SaveTo(store).");

    private sealed class View(IDataView source, Mapper mapper) : IDataView
    {
        public bool CanShuffle => source.CanShuffle;

        public DataViewSchema Schema => mapper.OutputSchema;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            DataViewSchema.Column[] needed = [.. columnsNeeded];
            DataViewRowCursor cursor = source.GetRowCursor(mapper.GetDependencies(needed), rand);
            return new Cursor(cursor, mapper.GetRow(cursor, needed));
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(DataViewRowCursor source, DataViewRow row) : DataViewRowCursor
    {
        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override DataViewSchema Schema => row.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

        public override bool MoveNext() => source.MoveNext();

        protected override void Dispose(bool disposing) => row.Dispose();
    }

    private sealed class Mapper : IRowToRowMapper
    {
        private readonly DataViewSchema.Column _source;

        public Mapper(DataViewSchema inputSchema, string input, string output)
        {
            _source = inputSchema[input];
            var builder = new DataViewSchema.Builder();
            builder.AddColumns(inputSchema);
            builder.AddColumn(output, NumberDataViewType.Single);
            InputSchema = inputSchema;
            OutputSchema = builder.ToSchema();
        }

        public DataViewSchema InputSchema { get; }

        public DataViewSchema OutputSchema { get; }

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            dependingColumns.Select(column => column.Index == InputSchema.Count ? _source : InputSchema[column.Index]).DistinctBy(column => column.Index);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(this, input, activeColumns.Any(IsAdded));

        private bool IsAdded(DataViewSchema.Column column) => column.Index == InputSchema.Count;

        private sealed class Row(Mapper mapper, DataViewRow source, bool isAddedActive) : DataViewRow
        {
            public override long Position => source.Position;

            public override long Batch => source.Batch;

            public override DataViewSchema Schema => mapper.OutputSchema;

            public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

            public override bool IsColumnActive(DataViewSchema.Column column) =>
                mapper.IsAdded(column) ? isAddedActive : source.IsColumnActive(mapper.InputSchema[column.Index]);

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            {
                if (!mapper.IsAdded(column))
                    return source.GetGetter<TValue>(mapper.InputSchema[column.Index]);
                ValueGetter<float> getter = source.GetGetter<float>(mapper._source);
                ValueGetter<float> added = (ref float value) =>
                {
                    getter(ref value);
                    value++;
                };
                return (ValueGetter<TValue>)(Delegate)added;
            }

            protected override void Dispose(bool disposing) => source.Dispose();
        }
    }
}
