namespace Microsoft.ML.Data;

/// <summary>A cursor that delivers some of the rows of another.</summary>
internal abstract class FilterCursor(DataViewRowCursor source, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    : RootCursor(schema, columnsNeeded)
{
    public override long Batch => Source.Batch;

    protected DataViewRowCursor Source => source;

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    protected override Delegate CreateGetter(DataViewSchema.Column column) => RawGetter.Of(source, source.Schema[column.Index]);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        source.Dispose();
    }
}
