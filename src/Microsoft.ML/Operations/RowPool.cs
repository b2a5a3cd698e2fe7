namespace Microsoft.ML.Data;

/// <summary>Values of one column for the rows that wait in a shuffle. Slots are filled again and again and keep their buffers.</summary>
internal abstract class RowPool
{
    public static RowPool Create(DataViewRow source, DataViewSchema.Column column)
    {
        Type pool = column.Type is VectorDataViewType vector
            ? typeof(VectorRowPool<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarRowPool<>).MakeGenericType(column.Type.RawType);
        return (RowPool)Activator.CreateInstance(pool, RawGetter.Of(source, column));
    }

    /// <summary>Puts the value of the source's current row into a slot; slots come into being in order.</summary>
    public abstract void Fill(int slot);

    /// <summary>Makes the getter of the value in the slot that <paramref name="slot"/> returns.</summary>
    public abstract Delegate CreateGetter(Func<int> slot);
}

internal abstract class RowPool<TValue>(ValueGetter<TValue> source) : RowPool
{
    private TValue[] _values = [];

    protected ref TValue this[int slot] => ref _values[slot];

    public sealed override void Fill(int slot)
    {
        if (slot >= _values.Length)
            Array.Resize(ref _values, Math.Max(16, 2 * slot));
        source(ref _values[slot]);
    }
}

internal sealed class ScalarRowPool<TValue>(ValueGetter<TValue> source) : RowPool<TValue>(source)
{
    public override Delegate CreateGetter(Func<int> slot)
    {
        ValueGetter<TValue> getter = (ref TValue value) => value = this[slot()];
        return getter;
    }
}

internal sealed class VectorRowPool<TItem>(ValueGetter<VBuffer<TItem>> source) : RowPool<VBuffer<TItem>>(source)
{
    public override Delegate CreateGetter(Func<int> slot)
    {
        ValueGetter<VBuffer<TItem>> getter = (ref VBuffer<TItem> value) => this[slot()].CopyTo(ref value);
        return getter;
    }
}
