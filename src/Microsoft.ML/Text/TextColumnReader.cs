namespace Microsoft.ML.Data;

/// <summary>Turns the fields of the current line into the value of one column.</summary>
internal abstract class TextColumnReader
{
    public static TextColumnReader Create(TextColumn column, TextLoader.Options options)
    {
        Type reader = column.Type is VectorDataViewType ? typeof(VectorTextReader<>) : typeof(ScalarTextReader<>);
        return (TextColumnReader)Activator.CreateInstance(reader.MakeGenericType(column.ItemType.RawType), column, options);
    }

    public abstract void Read(FieldSet fields, TextReport report);

    /// <summary>Makes the getter; <paramref name="check"/> throws if there is no current row.</summary>
    public abstract Delegate CreateGetter(Action check);
}

internal abstract class TextColumnReader<T>(TextColumn column, TextLoader.Options options) : TextColumnReader
{
    private readonly TextParser<T> _parser = TextParsers.For<T>(column.ItemType, options.DecimalMarker);

    protected TextColumn Column => column;

    /// <summary>The value of a field that is not there.</summary>
    protected T Missing { get; } = options.MissingRealsAsNaNs ? NotANumber : default;

    protected bool MissingIsDefault => EqualityComparer<T>.Default.Equals(Missing, default);

    private static T NotANumber =>
        typeof(T) == typeof(float) ? (T)(object)float.NaN : typeof(T) == typeof(double) ? (T)(object)double.NaN : default;

    protected T Parse(ReadOnlyMemory<char> text, TextReport report)
    {
        if (_parser(text, out T value))
            return value;
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            Throw.Invalid($"Could not parse value '{text}' as {column.ItemType} in {report.Place}, column '{column.Name}'");
        report.BadValue(column.Name, text);
        return NotANumber;
    }
}

internal sealed class ScalarTextReader<T>(TextColumn column, TextLoader.Options options) : TextColumnReader<T>(column, options)
{
    private T _value;

    public override void Read(FieldSet fields, TextReport report)
    {
        int index = Column.Segments[0].Min;
        int place = fields.Find(index);
        _value = place < fields.Count && fields.Indices[place] == index ? Parse(fields.Texts[place], report) : Missing;
    }

    public override Delegate CreateGetter(Action check)
    {
        ValueGetter<T> getter = (ref T value) =>
        {
            check();
            value = _value;
        };
        return getter;
    }
}

internal sealed class VectorTextReader<T>(TextColumn column, TextLoader.Options options) : TextColumnReader<T>(column, options)
{
    private VBuffer<T> _value;

    public override void Read(FieldSet fields, TextReport report)
    {
        int length = Column.FixedSize;
        foreach (TextColumn.Segment segment in Column.Segments)
            length += segment.IsVariable ? Math.Max(0, fields.SourceCount - segment.Min) : 0;
        int capacity = Math.Min(length, fields.Count * Column.Segments.Length);
        VBufferEditor<T> editor = VBufferEditor.Create(ref _value, length, capacity, requireIndicesOnDense: true);
        int count = 0;
        int offset = 0;
        foreach (TextColumn.Segment segment in Column.Segments)
        {
            int limit = segment.IsVariable ? Math.Max(segment.Min, fields.SourceCount) : segment.Limit;
            for (int place = fields.Find(segment.Min); place < fields.Count && fields.Indices[place] < limit; place++)
            {
                editor.Values[count] = Parse(fields.Texts[place], report);
                editor.Indices[count++] = offset + fields.Indices[place] - segment.Min;
            }
            offset += limit - segment.Min;
        }
        _value = editor.CommitTruncated(count);
    }

    public override Delegate CreateGetter(Action check)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) =>
        {
            check();
            // Sparse only where that is smaller and what is left out has the default value.
            if (MissingIsDefault && 2 * _value.GetValues().Length < _value.Length)
            {
                _value.CopyTo(ref value);
                return;
            }
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, _value.Length);
            _value.CopyTo(editor.Values, 0, Missing);
            value = editor.Commit();
        };
        return getter;
    }
}
