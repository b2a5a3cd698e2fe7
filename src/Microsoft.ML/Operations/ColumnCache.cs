namespace Microsoft.ML.Data;

/// <summary>The values of one column in memory. Filled by one thread, then read by many.</summary>
internal abstract class ColumnCache
{
    /// <summary>Makes a cache that takes its values from a column of a cursor.</summary>
    public static ColumnCache Create(DataViewRow row, DataViewSchema.Column column) =>
        (ColumnCache)Activator.CreateInstance(CacheType(column.Type), RawGetter.Of(row, column));

    /// <summary>Makes a getter of cached values.</summary>
    /// <param name="type">Type of the column.</param>
    /// <param name="cache">Returns the cache; asked when the first value is read.</param>
    /// <param name="row">Returns the row to read.</param>
    public static Delegate CreateGetter(DataViewType type, Func<ColumnCache> cache, Func<int> row)
    {
        Type getter = typeof(Getter<>).MakeGenericType(type.RawType);
        return ((IGetter)Activator.CreateInstance(getter, cache, row)).ToDelegate();
    }

    /// <summary>Adds the value of the cursor's current row.</summary>
    public abstract void Append();

    private static Type CacheType(DataViewType type) => type is VectorDataViewType vector
        ? typeof(VectorColumnCache<>).MakeGenericType(vector.ItemType.RawType)
        : typeof(ScalarColumnCache<>).MakeGenericType(type.RawType);

    private interface IGetter
    {
        Delegate ToDelegate();
    }

    private sealed class Getter<TValue>(Func<ColumnCache> cache, Func<int> row) : IGetter
    {
        private ColumnCache<TValue> _cache;

        public Delegate ToDelegate() => (ValueGetter<TValue>)Get;

        private void Get(ref TValue value)
        {
            int current = row();
            _cache ??= (ColumnCache<TValue>)cache();
            _cache.Get(current, ref value);
        }
    }
}

internal abstract class ColumnCache<TValue> : ColumnCache
{
    public abstract void Get(int row, ref TValue value);
}

internal sealed class ScalarColumnCache<TValue>(ValueGetter<TValue> getter) : ColumnCache<TValue>
{
    private readonly List<TValue> _values = [];

    public override void Append()
    {
        TValue value = default;
        getter(ref value);
        _values.Add(value);
    }

    public override void Get(int row, ref TValue value) => value = _values[row];
}

/// <summary>Vectors one after the other in blocks, so that a large column needs no array that doubles.</summary>
internal sealed class VectorColumnCache<TItem>(ValueGetter<VBuffer<TItem>> getter) : ColumnCache<VBuffer<TItem>>
{
    private const int BlockLength = 1 << 20;
    private readonly List<Block<TItem>> _values = [];
    private readonly List<Block<int>> _indices = [];
    private readonly List<(int Length, int Count, Place Values, Place Indices)> _rows = [];
    private VBuffer<TItem> _buffer;

    public override void Append()
    {
        getter(ref _buffer);
        ReadOnlySpan<TItem> values = _buffer.GetValues();
        _rows.Add((_buffer.Length, values.Length, Store(_values, values), Store(_indices, _buffer.GetIndices())));
    }

    public override void Get(int row, ref VBuffer<TItem> value)
    {
        (int length, int count, Place values, Place indices) = _rows[row];
        VBufferEditor<TItem> editor = VBufferEditor.Create(ref value, length, count);
        _values[values.Block].Items.AsSpan(values.Start, count).CopyTo(editor.Values);
        if (count < length)
            _indices[indices.Block].Items.AsSpan(indices.Start, count).CopyTo(editor.Indices);
        value = editor.Commit();
    }

    private static Place Store<T>(List<Block<T>> blocks, ReadOnlySpan<T> items)
    {
        if (blocks.Count == 0 || blocks[^1].Items.Length - blocks[^1].Used < items.Length)
            blocks.Add(new Block<T>(Math.Max(items.Length, blocks.Count == 0 ? items.Length * 64 : BlockLength)));
        Block<T> last = blocks[^1];
        items.CopyTo(last.Items.AsSpan(last.Used));
        last.Used += items.Length;
        return new Place(blocks.Count - 1, last.Used - items.Length);
    }

    private readonly record struct Place(int Block, int Start);

    private sealed class Block<T>(int length)
    {
        public readonly T[] Items = new T[length];
        public int Used;
    }
}
