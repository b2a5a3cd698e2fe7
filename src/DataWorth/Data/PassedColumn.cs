using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Values of a column of the input, kept for a batch of rows until they are given out.</summary>
internal abstract class PassedColumn
{
    /// <summary>Keeps the value of the cursor's current row as row <paramref name="index"/>.</summary>
    public abstract void Read(int index);

    /// <summary>A getter of the kept values.</summary>
    /// <param name="row">The row that is asked for.</param>
    public abstract Delegate Getter(Func<int> row);

    /// <summary>The column of a cursor.</summary>
    public static PassedColumn Create(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var raw = column.Type.RawType;
        var kind =
            raw.IsGenericType && raw.GetGenericTypeDefinition() == typeof(VBuffer<>)
                ? typeof(Vectors<>).MakeGenericType(raw.GetGenericArguments()[0])
                : typeof(Values<>).MakeGenericType(raw);
        return (PassedColumn)Activator.CreateInstance(kind, cursor, column)!;
    }

    private sealed class Values<T>(DataViewRowCursor cursor, DataViewSchema.Column column) : PassedColumn
    {
        private readonly ValueGetter<T> _read = cursor.GetGetter<T>(column);
        private readonly List<T> _values = [];

        public override void Read(int index)
        {
            var value = default(T)!;
            _read(ref value);
            if (index < _values.Count)
            {
                _values[index] = value;
            }
            else
            {
                _values.Add(value);
            }
        }

        public override Delegate Getter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    private sealed class Vectors<T>(DataViewRowCursor cursor, DataViewSchema.Column column) : PassedColumn
    {
        private readonly ValueGetter<VBuffer<T>> _read = cursor.GetGetter<VBuffer<T>>(column);
        private readonly List<VBuffer<T>> _values = [];

        public override void Read(int index)
        {
            var value = index < _values.Count ? _values[index] : default;
            _read(ref value);
            if (index < _values.Count)
            {
                _values[index] = value;
            }
            else
            {
                _values.Add(value);
            }
        }

        public override Delegate Getter(Func<int> row) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[row()].CopyTo(ref value));
    }
}
