namespace Microsoft.ML.Data;

/// <summary>The rows of a view in an order drawn at random: rows wait in a pool, from which one is drawn at a time.</summary>
/// <remarks>A cursor without a <see cref="Random"/> of its own draws from the seed, so that the view is repeatable.</remarks>
internal sealed class ShuffleDataView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        Throw.IfNull(columnsNeeded, nameof(columnsNeeded));
        rand ??= new Random(seed);
        Random sourceRand = shuffleSource && source.CanShuffle ? new Random(rand.Next()) : null;
        return new Cursor(source.GetRowCursor(columnsNeeded, sourceRand), Schema, columnsNeeded, rand, poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly DataViewRowCursor _source;
        private readonly Random _rand;
        private readonly int _poolSize;
        private readonly Dictionary<int, RowPool> _pools;
        private readonly RowPool<DataViewRowId> _ids;
        // Slots that hold a row; the last one is the current row once the cursor has started.
        private readonly List<int> _slots = [];
        private bool _sourceEnded;

        public Cursor(DataViewRowCursor source, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand, int poolSize)
            : base(schema, columnsNeeded)
        {
            _source = source;
            _rand = rand;
            _poolSize = poolSize;
            _pools = ActiveColumns.ToDictionary(column => column.Index, column => RowPool.Create(source, column));
            _ids = new ScalarRowPool<DataViewRowId>(source.GetIdGetter());
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.CreateGetter(Slot);

        protected override bool MoveNextCore()
        {
            if (Position >= 0)
                Replace(_slots.Count - 1);
            while (!_sourceEnded && _slots.Count < _poolSize)
            {
                _slots.Add(_slots.Count);
                Replace(_slots.Count - 1);
            }
            if (_slots.Count == 0)
                return false;
            int drawn = _rand.Next(_slots.Count);
            (_slots[drawn], _slots[^1]) = (_slots[^1], _slots[drawn]);
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) => _pools[column.Index].CreateGetter(Slot);

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _source.Dispose();
        }

        private int Slot()
        {
            CheckHasRow();
            return _slots[^1];
        }

        private void Replace(int index)
        {
            if (_sourceEnded || !_source.MoveNext())
            {
                _sourceEnded = true;
                _slots.RemoveAt(index);
                return;
            }
            _ids.Fill(_slots[index]);
            foreach (RowPool pool in _pools.Values)
                pool.Fill(_slots[index]);
        }
    }
}
