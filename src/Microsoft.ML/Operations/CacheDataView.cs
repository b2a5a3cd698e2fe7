using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Keeps columns of a view in memory: each is read once, when a cursor first needs it.</summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly int[] _prefetch;
    private readonly ColumnCache[] _columns;
    private readonly Lock _gate = new();
    private long? _rowCount;

    public CacheDataView(IHostEnvironment environment, IDataView source, int[] prefetch)
    {
        _host = environment.Register("Cache");
        _source = source;
        _prefetch = prefetch;
        _columns = new ColumnCache[source.Schema.Count];
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount()
    {
        lock (_gate)
            return _rowCount;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    // Reads what is missing in one pass over the source and returns the number of rows. Threads that come meanwhile wait.
    private int Materialise(IEnumerable<DataViewSchema.Column> columns)
    {
        lock (_gate)
        {
            int[] missing = [.. columns.Select(column => column.Index).Union(_prefetch).Where(index => _columns[index] is null)];
            if (missing.Length > 0 || _rowCount is null)
                Read(missing);
            return checked((int)_rowCount.Value);
        }
    }

    private void Read(int[] missing)
    {
        using IChannel channel = _host.Start("Caching");
        using DataViewRowCursor cursor = _source.GetRowCursor(missing.Select(index => Schema[index]));
        ColumnCache[] caches = [.. missing.Select(index => ColumnCache.Create(cursor, Schema[index]))];
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            foreach (ColumnCache cache in caches)
                cache.Append();
        }
        if (_rowCount is long before && before != count)
            Throw.Invalid($"The source of the cache gave {before} rows at first and {count} now: a view must be repeatable.");
        // Only a complete pass is kept: an exception above leaves the cache as it was.
        for (int i = 0; i < missing.Length; i++)
            _columns[missing[i]] = caches[i];
        _rowCount = count;
        channel.Trace(MessageSensitivity.Schema, "Cached {0} rows of {1}.", count, string.Join(", ", missing.Select(index => Schema[index].Name)));
    }

    private sealed class Cursor(CacheDataView view, IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand) : RootCursor(view.Schema, columnsNeeded)
    {
        private int[] _order;
        private int _count = -1;
        private int _next;
        private int _row;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row(), 0);

        protected override bool MoveNextCore()
        {
            if (_count < 0)
            {
                _count = view.Materialise(ActiveColumns);
                if (rand is not null)
                {
                    _order = [.. Enumerable.Range(0, _count)];
                    rand.Shuffle(_order);
                }
            }
            if (_next >= _count)
                return false;
            _row = _order is null ? _next : _order[_next];
            _next++;
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) =>
            ColumnCache.CreateGetter(column.Type, () => view._columns[column.Index], Row);

        private int Row()
        {
            CheckHasRow();
            return _row;
        }
    }
}
