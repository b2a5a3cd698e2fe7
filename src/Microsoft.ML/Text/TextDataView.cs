using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view of text files; a cursor holds one line at a time.</summary>
internal sealed class TextDataView(IHost host, TextFormat format, IMultiStreamSource source) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => format.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(host, format, source, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly IHost _host;
        private readonly TextFormat _format;
        private readonly TextLines _lines;
        private readonly FieldSplitter _splitter;
        private readonly TextReport _report = new();
        private readonly TextColumnReader[] _readers;
        private long _rows;

        public Cursor(IHost host, TextFormat format, IMultiStreamSource source, IEnumerable<DataViewSchema.Column> columnsNeeded)
            : base(format.Schema, columnsNeeded)
        {
            _host = host;
            _format = format;
            _lines = new TextLines(source, format.Options);
            _splitter = new FieldSplitter(format.Options);
            _readers = new TextColumnReader[format.Columns.Length];
            foreach (DataViewSchema.Column column in ActiveColumns)
                _readers[column.Index] = TextColumnReader.Create(format.Columns[column.Index], format.Options);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            CheckHasRow();
            value = new DataViewRowId((ulong)Position, 0);
        };

        protected override bool MoveNextCore()
        {
            if (_rows >= (_format.Options.MaxRows ?? long.MaxValue) || !_lines.MoveNext())
            {
                using IChannel channel = _host.Start("Cursor");
                _report.Send(channel, _rows);
                return false;
            }
            _rows++;
            _report.Line = _lines.Line;
            _report.Path = _lines.Path;
            FieldSet fields = _splitter.Split(_lines.Current, _report);
            foreach (TextColumnReader reader in _readers)
                reader?.Read(fields, _report);
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) => _readers[column.Index].CreateGetter(CheckHasRow);

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _lines.Dispose();
        }
    }
}
