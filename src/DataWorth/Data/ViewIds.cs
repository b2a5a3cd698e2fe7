using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Finds and reads the ids of a data view's rows.</summary>
internal static class ViewIds
{
    private const string KeyValues = "KeyValues"; // where ML.NET keeps what keys stand for

    /// <summary>The id column of a view, checked; null where the view has none of the default name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view has no column of another name, or its type is not one of ids.</exception>
    public static DataViewSchema.Column? Find(DataViewSchema schema, string name)
    {
        if (name == AttributionOptions.DefaultIdColumn && schema.GetColumnOrNull(name) is null)
        {
            return null;
        }

        var column = ViewColumns.Find(schema, "id", name, "Rename the column, or set IdColumn.");
        CheckType(column);
        return column;
    }

    /// <summary>Reads ids: text, a whole number exactly, what a key stands for, or (when the view has no id column) the row's position as
    /// 'row-7'.</summary>
    /// <exception cref="InvalidOperationException">When read: an id is empty, half a character, a missing key, a fraction, or a number that its type cannot
    /// hold exactly.</exception>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column? column)
    {
        if (column is not { } id)
        {
            return () => "row-" + row.Position.ToString(CultureInfo.InvariantCulture);
        }

        if (id.Type is KeyDataViewType)
        {
            return ViewColumns.With(id.Type, new KeyIds(row, id));
        }

        return id.Type is TextDataViewType ? Texts(row, id) : ViewColumns.With(id.Type, new NumberIds(row, id));
    }

    private static void CheckType(DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType)
        {
            if (column.Type is not (TextDataViewType or NumberDataViewType))
            {
                Throw.SchemaMismatch("id", column.Name, "String or a number", column.Type.ToString()!);
            }
        }
        else if (KeyValueType(column) is not { } type)
        {
            Throw.KeysWithoutValues(column.Name, column.Type.ToString()!);
        }
        else if (type is not (TextDataViewType or NumberDataViewType))
        {
            Throw.SchemaMismatch("id", column.Name, "keys of String or of numbers", $"keys of {type}");
        }
    }

    private static DataViewType? KeyValueType(DataViewSchema.Column column) =>
        (column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type as VectorDataViewType)?.ItemType;

    private static Func<string> Texts(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        var text = default(ReadOnlyMemory<char>);
        return () =>
        {
            getter(ref text);
            return Checked(text, row, column);
        };
    }

    private static string Checked(ReadOnlyMemory<char> text, DataViewRow row, DataViewSchema.Column column)
    {
        if (text.IsEmpty)
        {
            Throw.EmptyId(column.Name, row.Position);
        }

        if (WholeText.IndexOfHalf(text.Span) is >= 0 and var half)
        {
            Throw.HalfCharacterInId(column.Name, row.Position, text.Span[half], half);
        }

        return text.ToString();
    }

    private sealed class NumberIds(DataViewRow row, DataViewSchema.Column column) : ViewColumns.IWithType<Func<string>>
    {
        public Func<string> Invoke<T>(Func<T, double> number, Func<T, long?> whole)
        {
            var getter = row.GetGetter<T>(column);
            var value = default(T)!;
            return () =>
            {
                getter(ref value);
                return Text(value, number, whole, row, column);
            };
        }

        internal static string Text<T>(T value, Func<T, double> number, Func<T, long?> whole, DataViewRow row, DataViewSchema.Column column)
        {
            if (value is ulong large)
            {
                return large.ToString(CultureInfo.InvariantCulture);
            }

            if (whole(value) is not { } integer)
            {
                Throw.BadId(column.Name, row.Position, number(value));
                throw null!;
            }

            return integer.ToString(CultureInfo.InvariantCulture);
        }
    }

    private sealed class KeyIds(DataViewRow row, DataViewSchema.Column column) : ViewColumns.IWithType<Func<string>>
    {
        public Func<string> Invoke<T>(Func<T, double> number, Func<T, long?> whole)
        {
            var getter = row.GetGetter<T>(column);
            var type = KeyValueType(column)!;
            var texts = type is TextDataViewType ? KeyTexts() : ViewColumns.With(type, new KeyNumbers(row, column));
            var key = default(T)!;
            return () =>
            {
                getter(ref key);
                if (whole(key) is not (> 0 and var one)) // keys count from one; zero is none
                {
                    Throw.MissingId(column.Name, row.Position);
                    throw null!;
                }

                return texts(one - 1);
            };
        }

        private Func<long, string> KeyTexts()
        {
            VBuffer<ReadOnlyMemory<char>> values = default;
            column.Annotations.GetValue(KeyValues, ref values);
            ReadOnlyMemory<char>[] all = [.. values.DenseValues()];
            return place => Checked(all[place], row, column);
        }
    }

    private sealed class KeyNumbers(DataViewRow row, DataViewSchema.Column column) : ViewColumns.IWithType<Func<long, string>>
    {
        public Func<long, string> Invoke<T>(Func<T, double> number, Func<T, long?> whole)
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(KeyValues, ref values);
            T[] all = [.. values.DenseValues()];
            return place => NumberIds.Text(all[place], number, whole, row, column);
        }
    }
}
