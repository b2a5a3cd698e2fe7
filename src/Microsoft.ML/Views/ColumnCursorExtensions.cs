namespace Microsoft.ML.Data;

/// <summary>Reads single columns.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>Enumerates the values of a column; may be enumerated again and again.</summary>
    /// <typeparam name="T">The raw type of the column, an array for a vector, or <see cref="string"/> for text.</typeparam>
    /// <param name="data">The view.</param>
    /// <param name="columnName">Name of the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or cannot be read as <typeparamref name="T"/>.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Throw.IfNull(data, nameof(data));
        return GetColumn<T>(data, data.Schema[columnName]);
    }

    /// <summary>Enumerates the values of a column; may be enumerated again and again.</summary>
    /// <remarks>Read as <see cref="VBuffer{T}"/>, all vectors share one buffer: copy what is to be kept. Arrays are each new.</remarks>
    /// <typeparam name="T">The raw type of the column, an array for a vector, or <see cref="string"/> for text.</typeparam>
    /// <param name="data">The view.</param>
    /// <param name="column">A column of its schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column cannot be read as <typeparamref name="T"/>.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Throw.IfNull(data, nameof(data));
        MemberShape shape = MemberShape.Of(typeof(T));
        if (typeof(T) != column.Type.RawType && shape?.RawType != column.Type.RawType)
            Throw.SchemaMismatch(nameof(column), "output", column.Name, Throw.Name(typeof(T)), column.Type.ToString());
        return typeof(T) == column.Type.RawType ? Values<T>(data, column) : Converted<T>(data, column, shape);
    }

    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        T value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return value;
        }
    }

    private static IEnumerable<T> Converted<T>(IDataView data, DataViewSchema.Column column, MemberShape shape)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        var holder = new Holder<T>();
        Action<Holder<T>, T> keep = (target, value) => target.Value = value;
        Action<Holder<T>> write = MemberWriter<Holder<T>>.Create(shape, null, keep).Bind(cursor, column);
        while (cursor.MoveNext())
        {
            write(holder);
            yield return holder.Value;
        }
    }

    private sealed class Holder<T>
    {
        public T Value { get; set; }
    }
}
