namespace Microsoft.ML.Data;

/// <summary>Reads one member of row objects as the raw type of a column, into the caller's buffers.</summary>
internal abstract class MemberReader<TRow>
    where TRow : class
{
    /// <summary>Makes a reader.</summary>
    /// <param name="shape">Shape of the member.</param>
    /// <param name="access">A <see cref="Func{TRow, TMember}"/>.</param>
    public static MemberReader<TRow> Create(MemberShape shape, Delegate access)
    {
        Type row = typeof(TRow);
        Type reader = shape.Form switch
        {
            MemberForm.Scalar when shape.MemberType == typeof(string) => typeof(StringReader<>).MakeGenericType(row),
            MemberForm.Array when shape.MemberType == typeof(string[]) => typeof(StringArrayReader<>).MakeGenericType(row),
            MemberForm.Scalar => typeof(ScalarReader<,>).MakeGenericType(row, shape.ItemType),
            MemberForm.Array => typeof(ArrayReader<,>).MakeGenericType(row, shape.ItemType),
            _ => typeof(BufferReader<,>).MakeGenericType(row, shape.ItemType),
        };
        return (MemberReader<TRow>)Activator.CreateInstance(reader, access);
    }

    /// <summary>Makes the getter of a column.</summary>
    /// <param name="current">Returns the current row object, or throws if there is none.</param>
    /// <param name="type">Type of the column, which vectors of a known size are checked against.</param>
    /// <param name="name">Name of the column.</param>
    public abstract Delegate CreateGetter(Func<TRow> current, DataViewType type, string name);

    /// <summary>Refuses a vector that has another length than its column promises.</summary>
    protected static void CheckLength(int length, DataViewType type, string name)
    {
        if (type is VectorDataViewType { IsKnownSize: true } vector && vector.Size != length)
            Throw.Invalid($"Schema mismatch for input column '{name}': expected {type}, got a row with {length} values");
    }
}

internal sealed class ScalarReader<TRow, TValue>(Func<TRow, TValue> access) : MemberReader<TRow>
    where TRow : class
{
    public override Delegate CreateGetter(Func<TRow> current, DataViewType type, string name)
    {
        ValueGetter<TValue> getter = (ref TValue value) => value = access(current());
        return getter;
    }
}

internal sealed class StringReader<TRow>(Func<TRow, string> access) : MemberReader<TRow>
    where TRow : class
{
    public override Delegate CreateGetter(Func<TRow> current, DataViewType type, string name)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> value) => value = access(current()).AsMemory();
        return getter;
    }
}

internal sealed class ArrayReader<TRow, TItem>(Func<TRow, TItem[]> access) : MemberReader<TRow>
    where TRow : class
{
    public override Delegate CreateGetter(Func<TRow> current, DataViewType type, string name)
    {
        ValueGetter<VBuffer<TItem>> getter = (ref VBuffer<TItem> value) =>
        {
            TItem[] items = access(current());
            int length = items?.Length ?? 0;
            CheckLength(length, type, name);
            VBuffer<TItem>.Copy(items, 0, ref value, length);
        };
        return getter;
    }
}

internal sealed class StringArrayReader<TRow>(Func<TRow, string[]> access) : MemberReader<TRow>
    where TRow : class
{
    public override Delegate CreateGetter(Func<TRow> current, DataViewType type, string name)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] items = access(current()) ?? [];
            CheckLength(items.Length, type, name);
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, items.Length);
            for (int i = 0; i < items.Length; i++)
                editor.Values[i] = items[i].AsMemory();
            value = editor.Commit();
        };
        return getter;
    }
}

internal sealed class BufferReader<TRow, TItem>(Func<TRow, VBuffer<TItem>> access) : MemberReader<TRow>
    where TRow : class
{
    public override Delegate CreateGetter(Func<TRow> current, DataViewType type, string name)
    {
        ValueGetter<VBuffer<TItem>> getter = (ref VBuffer<TItem> value) =>
        {
            VBuffer<TItem> items = access(current());
            CheckLength(items.Length, type, name);
            items.CopyTo(ref value);
        };
        return getter;
    }
}
