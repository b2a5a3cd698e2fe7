using DataWorth.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Stages;

/// <summary>A view with score columns appended. Lazy: scores are computed batch by batch, and only when a score column is active.</summary>
/// <remarks>One cursor reads a batch of rows, with all columns that are wanted, and then gives them out with their scores: a row and its
/// score can never come from two passes.</remarks>
internal sealed class ScoreView : IDataView
{
    private readonly IDataView _input;
    private readonly AttributionTransformer _transformer;
    private readonly IReadOnlyList<string> _appended;

    public ScoreView(IDataView input, AttributionTransformer transformer)
    {
        _input = input;
        _transformer = transformer;
        (Schema, _appended) = Extend(input.Schema, transformer);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    private int FirstAppended => Schema.Count - _appended.Count;

    public long? GetRowCount() => _input.GetRowCount();

    /// <summary>The input's schema with the score columns appended (total, groups of modules, self-influence), and their names.</summary>
    public static (DataViewSchema Schema, IReadOnlyList<string> Appended) Extend(DataViewSchema input, AttributionTransformer transformer)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        var appended = new List<string>();
        if (transformer.HasQueries)
        {
            var names = transformer.QueryIds.Select(id => id.AsMemory()).ToArray();
            foreach (
                var column in transformer
                    .GroupNames.Select(group => GroupColumn(transformer.Options, group))
                    .Prepend(transformer.Options.ScoreColumn)
            )
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
                    "SlotNames",
                    new VectorDataViewType(TextDataViewType.Instance, names.Length),
                    (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names)
                );
                builder.AddColumn(column, new VectorDataViewType(NumberDataViewType.Single, names.Length), annotations.ToAnnotations());
                appended.Add(column);
            }
        }

        if (transformer.SelfInfluenceColumn is { } self)
        {
            builder.AddColumn(self, NumberDataViewType.Single);
            appended.Add(self);
        }

        return (builder.ToSchema(), appended);
    }

    /// <summary>Name of the score column of a group of modules.</summary>
    public static string GroupColumn(AttributionOptions options, string group) => $"{options.ScoreColumn}.{group}";

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = columnsNeeded.Select(column => column.Index).ToHashSet();
        var passed = _input.Schema.Where(column => active.Contains(column.Index)).ToList();
        var wanted = Enumerable.Range(0, _appended.Count).Select(i => active.Contains(FirstAppended + i)).ToArray();
        if (!wanted.Contains(true))
        {
            return new Cursor(this, _input.GetRowCursor(passed), passed, wanted);
        }

        var read = RowReader.Columns(_transformer.Task, _input.Schema, _transformer.Options.IdColumn);
        return new Cursor(this, _input.GetRowCursor(passed.Concat(read).DistinctBy(column => column.Index)), passed, wanted);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly ScoreView _view;
        private readonly DataViewRowCursor _input;
        private readonly Dictionary<int, PassedColumn> _passed;
        private readonly bool[] _wanted;
        private readonly IDisposable? _weights;
        private readonly ScorePass? _pass;
        private readonly RowReader? _reader;
        private readonly ValueGetter<DataViewRowId> _readId;
        private readonly List<(long Position, long Batch, DataViewRowId Id)> _rows = [];
        private ScoredRows? _scored;
        private int _row = -1;
        private bool _isDone;

        public Cursor(ScoreView view, DataViewRowCursor input, IReadOnlyList<DataViewSchema.Column> passed, bool[] wanted)
        {
            (_view, _input, _wanted) = (view, input, wanted);
            _passed = passed.ToDictionary(column => column.Index, column => PassedColumn.Create(input, column));
            _readId = input.GetIdGetter();
            if (wanted.Contains(true))
            {
                _weights = view._transformer.Fitted.KeepWeights();
                _pass = view._transformer.Pass(
                    scores: view._transformer.HasQueries && wanted.Take(1 + view._transformer.GroupNames.Count).Contains(true),
                    self: view._transformer.SelfInfluenceColumn is not null && wanted[^1]
                );
                _reader = new RowReader(input, view._transformer.Task, view._transformer.Options.IdColumn);
            }
        }

        public override long Position => _row < 0 || _row >= _rows.Count ? -1 : _rows[_row].Position;

        public override long Batch => _row < 0 || _row >= _rows.Count ? 0 : _rows[_row].Batch;

        public override DataViewSchema Schema => _view.Schema;

        public override bool MoveNext()
        {
            if (++_row < _rows.Count)
            {
                return true;
            }

            if (!_isDone)
            {
                Fill();
                _row = 0;
            }

            return _row < _rows.Count;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _rows[Row()].Id;

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            column.Index < _view.FirstAppended ? _passed.ContainsKey(column.Index) : _wanted[column.Index - _view.FirstAppended];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                Throw.InactiveColumn(column.Name);
            }

            var index = column.Index - _view.FirstAppended;
            var getter =
                index < 0 ? _passed[column.Index].Getter(Row)
                : column.Type is VectorDataViewType
                    ? new ValueGetter<VBuffer<float>>((ref VBuffer<float> value) => Scores(index, ref value))
                : new ValueGetter<float>(Self);
            if (getter is not ValueGetter<TValue> typed)
            {
                Throw.WrongGetterType(column.Name, column.Type.RawType, typeof(TValue));
                throw null!;
            }

            return typed;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
                _weights?.Dispose();
            }

            base.Dispose(disposing);
        }

        /// <summary>Reads the next batch of rows and scores it.</summary>
        private void Fill()
        {
            _rows.Clear();
            while (_rows.Count < _view._transformer.Options.BatchSize)
            {
                if (!_input.MoveNext())
                {
                    _isDone = true;
                    break;
                }

                foreach (var column in _passed.Values)
                {
                    column.Read(_rows.Count);
                }

                _reader?.Read(_rows.Count);
                var rowId = default(DataViewRowId);
                _readId(ref rowId);
                _rows.Add((_input.Position, _input.Batch, rowId));
            }

            if (_rows.Count > 0 && _reader is not null)
            {
                using var batch = _reader.ToBatch(_rows.Count, _rows[0].Position);
                _scored = _pass!.Score(batch);
            }
        }

        private void Scores(int index, ref VBuffer<float> value)
        {
            var row = Row();
            var scores = index == 0 ? _scored!.Scores : _scored!.GroupScores[index - 1];
            var queries = _view._transformer.QueryIds.Count;
            var editor = VBufferEditor.Create(ref value, queries);
            scores.AsSpan(row * queries, queries).CopyTo(editor.Values);
            value = editor.Commit();
        }

        private void Self(ref float value) => value = _scored!.SelfInfluence[Row()];

        private int Row()
        {
            if (_row < 0 || _row >= _rows.Count)
            {
                Throw.NoCurrentRow();
            }

            return _row;
        }
    }
}
