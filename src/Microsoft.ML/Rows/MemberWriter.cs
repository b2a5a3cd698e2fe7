namespace Microsoft.ML.Data;

/// <summary>Writes a column into one member of row objects.</summary>
internal abstract class MemberWriter<TRow>
    where TRow : class
{
    /// <summary>Makes a writer.</summary>
    /// <param name="shape">Shape of the member.</param>
    /// <param name="read">A <see cref="Func{TRow, TMember}"/> for reuse of what the member holds; null if it cannot be read.</param>
    /// <param name="write">An <see cref="Action{TRow, TMember}"/>.</param>
    public static MemberWriter<TRow> Create(MemberShape shape, Delegate read, Delegate write)
    {
        Type row = typeof(TRow);
        return shape.Form switch
        {
            MemberForm.Scalar when shape.MemberType == typeof(string) => new StringWriter<TRow>((Action<TRow, string>)write),
            MemberForm.Array when shape.MemberType == typeof(string[]) => new StringArrayWriter<TRow>((Action<TRow, string[]>)write),
            MemberForm.Scalar => Make(typeof(ScalarWriter<,>), write),
            MemberForm.Array => Make(typeof(ArrayWriter<,>), read, write),
            _ => Make(typeof(BufferWriter<,>), read, write),
        };

        MemberWriter<TRow> Make(Type writer, params object[] arguments) =>
            (MemberWriter<TRow>)Activator.CreateInstance(writer.MakeGenericType(row, shape.ItemType), arguments);
    }

    /// <summary>Joins the writer to a column of a cursor.</summary>
    /// <param name="row">The cursor.</param>
    /// <param name="column">The column.</param>
    public abstract Action<TRow> Bind(DataViewRow row, DataViewSchema.Column column);
}

internal sealed class ScalarWriter<TRow, TValue>(Action<TRow, TValue> write) : MemberWriter<TRow>
    where TRow : class
{
    public override Action<TRow> Bind(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        return target =>
        {
            TValue value = default;
            getter(ref value);
            write(target, value);
        };
    }
}

internal sealed class StringWriter<TRow>(Action<TRow, string> write) : MemberWriter<TRow>
    where TRow : class
{
    public override Action<TRow> Bind(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return target =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            write(target, value.ToString());
        };
    }
}

internal sealed class ArrayWriter<TRow, TItem>(Func<TRow, TItem[]> read, Action<TRow, TItem[]> write) : MemberWriter<TRow>
    where TRow : class
{
    public override Action<TRow> Bind(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<TItem>> getter = row.GetGetter<VBuffer<TItem>>(column);
        VBuffer<TItem> buffer = default;
        return target =>
        {
            getter(ref buffer);
            TItem[] items = read?.Invoke(target);
            if (items?.Length != buffer.Length)
                items = new TItem[buffer.Length];
            buffer.CopyTo(items);
            write(target, items);
        };
    }
}

internal sealed class StringArrayWriter<TRow>(Action<TRow, string[]> write) : MemberWriter<TRow>
    where TRow : class
{
    public override Action<TRow> Bind(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> buffer = default;
        return target =>
        {
            getter(ref buffer);
            write(target, [.. buffer.DenseValues().Select(item => item.ToString())]);
        };
    }
}

internal sealed class BufferWriter<TRow, TItem>(Func<TRow, VBuffer<TItem>> read, Action<TRow, VBuffer<TItem>> write) : MemberWriter<TRow>
    where TRow : class
{
    public override Action<TRow> Bind(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<TItem>> getter = row.GetGetter<VBuffer<TItem>>(column);
        return target =>
        {
            VBuffer<TItem> value = read is null ? default : read(target);
            getter(ref value);
            write(target, value);
        };
    }
}
