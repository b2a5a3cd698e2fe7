using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Pipeline;

/// <summary>A view with score columns appended. Lazy: a cursor computes scores batch by batch, and only when a score column is
/// active.</summary>
internal sealed class ScoreView : IDataView
{
    private readonly IDataView _input;
    private readonly AttributionTransformer _transformer;
    private readonly int _appended;

    public ScoreView(IDataView input, AttributionTransformer transformer)
    {
        _input = input;
        _transformer = transformer;
        (Schema, _appended) = Extend(input.Schema, transformer.QueryIds, transformer.GroupNames, transformer.Options);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _input.GetRowCount();

    /// <summary>The input's schema with the score columns appended (total, groups of modules, self-influence), and how many there
    /// are.</summary>
    public static (DataViewSchema Schema, int Appended) Extend(
        DataViewSchema input,
        IReadOnlyList<string> queryIds,
        IReadOnlyList<string> groups,
        AttributionOptions options
    )
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        var names = queryIds.Select(id => id.AsMemory()).ToArray();
        foreach (var column in groups.Select(group => GroupColumn(options, group)).Prepend(options.ScoreColumn))
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
                "SlotNames",
                new VectorDataViewType(TextDataViewType.Instance, names.Length),
                (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names)
            );
            builder.AddColumn(column, new VectorDataViewType(NumberDataViewType.Single, names.Length), annotations.ToAnnotations());
        }

        if (options.SelfInfluenceColumn is { } self)
        {
            builder.AddColumn(self, NumberDataViewType.Single);
        }

        return (builder.ToSchema(), 1 + groups.Count + (options.SelfInfluenceColumn is null ? 0 : 1));
    }

    /// <summary>Name of the score column of a group of modules.</summary>
    public static string GroupColumn(AttributionOptions options, string group) => $"{options.ScoreColumn}.{group}";

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = columnsNeeded.Select(column => column.Index).ToHashSet();
        var first = Schema.Count - _appended;
        var inputColumns = _input.Schema.Where(column => active.Contains(column.Index));
        var wanted = Enumerable.Range(0, _appended).Select(i => active.Contains(first + i)).ToArray();
        var self = _transformer.Options.SelfInfluenceColumn is not null && wanted[^1];
        var scores = wanted.Take(1 + _transformer.GroupNames.Count).Any(isWanted => isWanted);
        return new Cursor(
            this,
            _input.GetRowCursor(inputColumns),
            scores || self ? _transformer.ScoreRows(_input, scores, self) : null,
            wanted
        );
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Walks the input and, beside it, the batches of scores.</summary>
    private sealed class Cursor(ScoreView view, DataViewRowCursor input, IEnumerable<ScoredRows>? scored, bool[] wanted) : DataViewRowCursor
    {
        private readonly IEnumerator<ScoredRows>? _batches = scored?.GetEnumerator();
        private int _row = -1;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => view.Schema;

        private int FirstAppended => view.Schema.Count - view._appended;

        public override bool MoveNext()
        {
            if (!input.MoveNext())
            {
                return false;
            }

            if (_batches is not null && (_row < 0 || ++_row >= _batches.Current.Count))
            {
                if (!_batches.MoveNext())
                {
                    throw new InvalidOperationException(
                        "The view gave fewer rows on its second pass: attribution needs a repeatable view. Cache it with "
                            + "mlContext.Data.Cache."
                    );
                }

                _row = 0;
            }

            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            column.Index < FirstAppended ? input.IsColumnActive(input.Schema[column.Index]) : wanted[column.Index - FirstAppended];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                Throw.InactiveColumn(column.Name);
            }

            if (column.Index < FirstAppended)
            {
                return input.GetGetter<TValue>(input.Schema[column.Index]);
            }

            var index = column.Index - FirstAppended;
            Delegate getter =
                index <= view._transformer.GroupNames.Count
                    ? new ValueGetter<VBuffer<float>>((ref VBuffer<float> value) => Scores(index, ref value))
                    : new ValueGetter<float>(Self);
            if (getter is not ValueGetter<TValue> typed)
            {
                Throw.WrongGetterType(column.Name, column.Type.RawType, typeof(TValue));
                throw null!;
            }

            return typed;
        }

        private void Scores(int index, ref VBuffer<float> value)
        {
            var current = Current();
            var scores = index == 0 ? current.Scores : current.GroupScores[index - 1];
            var queries = view._transformer.QueryIds.Count;
            var editor = VBufferEditor.Create(ref value, queries);
            scores.AsSpan(_row * queries, queries).CopyTo(editor.Values);
            value = editor.Commit();
        }

        private void Self(ref float value) => value = Current().SelfInfluence[_row];

        private ScoredRows Current()
        {
            if (_row < 0 || Position < 0)
            {
                Throw.NoCurrentRow();
            }

            return _batches!.Current;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _batches?.Dispose();
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
