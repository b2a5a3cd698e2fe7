namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Named values that describe a column, e.g. <c>SlotNames</c>, <c>KeyValues</c>, <c>ScoreColumnKind</c>.</summary>
    public sealed partial class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>The kinds of annotation as columns; not the schema that the described column belongs to.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        /// <summary>Returns a getter of one annotation.</summary>
        /// <typeparam name="TValue">The raw type of the annotation.</typeparam>
        /// <param name="column">A column of <see cref="Schema"/>.</param>
        /// <exception cref="ArgumentException">The column is not of <see cref="Schema"/>.</exception>
        /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not its raw type.</exception>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= _getters.Length)
                Throw.ForeignColumn(column, Schema);
            return _getters[column.Index] as ValueGetter<TValue> ?? Throw.GetterType<ValueGetter<TValue>>(Schema[column.Index], typeof(TValue));
        }

        /// <summary>Reads one annotation.</summary>
        /// <typeparam name="TValue">The raw type of the annotation.</typeparam>
        /// <param name="kind">Name of the annotation.</param>
        /// <param name="value">The place to write to; its buffers are reused.</param>
        /// <exception cref="InvalidOperationException">There is no such annotation, or it has another type.</exception>
        public void GetValue<TValue>(string kind, ref TValue value)
        {
            Column? column = Schema.GetColumnOrNull(kind);
            if (column is null)
                Throw.Invalid($"There is no annotation '{kind}'. Annotations: {this}.");
            GetGetter<TValue>(column.Value)(ref value);
        }

        /// <summary>The names of the annotations.</summary>
        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));
    }
}
