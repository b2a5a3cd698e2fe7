using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Writes the values of one column as fields.</summary>
internal abstract class TextColumnWriter
{
    public static TextColumnWriter Create(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        bool isVector = column.Type is VectorDataViewType;
        PrimitiveDataViewType item = isVector ? ((VectorDataViewType)column.Type).ItemType : (PrimitiveDataViewType)column.Type;
        Type writer = (isVector ? typeof(VectorTextWriter<>) : typeof(ScalarTextWriter<>)).MakeGenericType(item.RawType);
        return (TextColumnWriter)Activator.CreateInstance(writer, RawGetter.Of(row, column), item is KeyDataViewType, separator);
    }

    /// <summary>The fields of the current row that differ from the default.</summary>
    public List<(int Index, string Text)> Items { get; } = [];

    /// <summary>Number of fields of the current row.</summary>
    public int Length { get; protected set; }

    /// <summary>The text of the default value; of a missing key an empty one.</summary>
    public abstract string Default { get; }

    /// <summary>Takes the value of the current row.</summary>
    public abstract void Read();

    /// <summary>Puts a text in quotes where it could not be read back without.</summary>
    public static string Quote(string text, char separator)
    {
        bool isSafe = text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && !text.StartsWith("//", StringComparison.Ordinal)
            && !text.StartsWith("#@", StringComparison.Ordinal) && text.AsSpan().IndexOfAny(['"', ':', '\n', '\r', separator]) < 0;
        return isSafe ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    protected static string Format<T>(T value, bool isKey, char separator) => value switch
    {
        _ when isKey && EqualityComparer<T>.Default.Equals(value, default) => "\"\"",
        _ when isKey => (Convert.ToUInt64(value, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture),
        ReadOnlyMemory<char> text => Quote(text.ToString(), separator),
        bool flag => flag ? "1" : "0",
        DateTime time => Quote(time.ToString("o", CultureInfo.InvariantCulture), separator),
        DateTimeOffset time => Quote(time.ToString("o", CultureInfo.InvariantCulture), separator),
        TimeSpan span => Quote(span.ToString("c", CultureInfo.InvariantCulture), separator),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(value.ToString(), separator),
    };
}

internal sealed class ScalarTextWriter<T>(ValueGetter<T> getter, bool isKey, char separator) : TextColumnWriter
{
    private T _value;

    public override string Default { get; } = Format<T>(default, isKey, separator);

    public override void Read()
    {
        getter(ref _value);
        Length = 1;
        Items.Clear();
        if (!EqualityComparer<T>.Default.Equals(_value, default))
            Items.Add((0, Format(_value, isKey, separator)));
    }
}

internal sealed class VectorTextWriter<T>(ValueGetter<VBuffer<T>> getter, bool isKey, char separator) : TextColumnWriter
{
    private VBuffer<T> _value;

    public override string Default { get; } = Format<T>(default, isKey, separator);

    public override void Read()
    {
        getter(ref _value);
        Length = _value.Length;
        Items.Clear();
        foreach ((int index, T value) in _value.Items())
        {
            if (!EqualityComparer<T>.Default.Equals(value, default))
                Items.Add((index, Format(value, isKey, separator)));
        }
    }
}
