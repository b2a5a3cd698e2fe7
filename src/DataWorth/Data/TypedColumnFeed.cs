using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Reads scalars [B], vectors of known size [B, item shape] or vectors of any length [B, T] with a mask.</summary>
/// <typeparam name="TSource">Type of the view's values.</typeparam>
/// <typeparam name="TValue">Type of the tensor's values in memory.</typeparam>
internal sealed class ColumnFeed<TSource, TValue> : ColumnFeed
    where TValue : unmanaged
{
    private readonly BatchColumn _task;
    private readonly DataViewSchema.Column _column;
    private readonly ScalarType _type;
    private readonly Func<TSource, string, TValue> _convert;
    private readonly int? _length; // numbers per row; null for rows of any length
    private readonly long[] _itemShape = [];
    private ValueGetter<VBuffer<TSource>>? _vectors;
    private ValueGetter<TSource>? _scalars;
    private VBuffer<TSource> _row;
    private TValue[][] _lists = []; // rows of any length
    private TValue[] _values = []; // rows of a known length, one after another

    public ColumnFeed(BatchColumn task, DataViewSchema.Column column, ScalarType type, Func<TSource, string, TValue> convert)
    {
        (_task, _column, _type, _convert) = (task, column, type, convert);
        var vector = column.Type as VectorDataViewType;
        _length =
            vector is null ? 1
            : vector.IsKnownSize ? vector.Size
            : null;
        if (task.ItemShape is not null && vector is not { IsKnownSize: true })
        {
            var shape = string.Join(", ", task.ItemShape);
            Throw.SchemaMismatch("input", column.Name, $"a vector of known size for ItemShape [{shape}]", $"{column.Type}");
        }

        if (vector is { IsKnownSize: true })
        {
            _itemShape = task.ItemShape is { } shape ? [.. shape] : [vector.Size];
            if (_itemShape.Aggregate(1L, (product, size) => product * size) != vector.Size)
            {
                Throw.ItemShape(column.Name, _itemShape, vector.Size);
            }
        }
    }

    public override string Name => _column.Name;

    public override bool HasFixedLength => _length is not null;

    public override void Bind(DataViewRow row)
    {
        if (_column.Type is VectorDataViewType)
        {
            _vectors = row.GetGetter<VBuffer<TSource>>(_column);
        }
        else
        {
            _scalars = row.GetGetter<TSource>(_column);
        }
    }

    public override void Reserve(int rows)
    {
        if (_length is not { } length)
        {
            Array.Resize(ref _lists, rows);
            return;
        }

        if ((long)rows * length > Array.MaxLength)
        {
            throw new InsufficientMemoryException($"{rows} rows of column '{Name}' are more than a batch can hold: make it smaller.");
        }

        Array.Resize(ref _values, rows * length);
    }

    public override void Read(int index, string id)
    {
        Span<TValue> target;
        if (_scalars is { } scalars)
        {
            var value = default(TSource)!;
            scalars(ref value);
            target = _values.AsSpan(index, 1);
            target[0] = _convert(value, id);
        }
        else
        {
            _vectors!(ref _row);
            if (_length is null && _row.Length == 0)
            {
                Throw.BadValue(Name, id, "empty", "at least one value");
            }

            if (_length is { } size && _row.Length != size)
            {
                // A null array, or one of another length than the type says: what is missing would be an earlier row's.
                Throw.RowLength(Name, id, _row.Length, size);
            }

            target = _length is { } length ? _values.AsSpan(index * length, length) : _lists[index] = new TValue[_row.Length];
            Copy(target, id);
        }

        Check(target, id);
    }

    public override void AddTensors(int count, ScalarType floating, Device device, IDictionary<string, Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        var type = _task.Element == BatchElement.Floating ? floating : _type;
        if (_length is { } length)
        {
            var flat = frombuffer(_values, _type, count * length);
            var values = flat.to(type, copy: true).to(device).view([count, .. _itemShape]); // [B, ...]
            tensors.Add(Name, values.DetachFromDisposeScope());
            return;
        }

        var longest = _lists.Take(count).Max(row => row.Length);
        var padded = new TValue[count * longest];
        padded
            .AsSpan()
            .Fill((TValue)Convert.ChangeType(_task.Padding, typeof(TValue), System.Globalization.CultureInfo.InvariantCulture));
        var mask = new float[count * longest];
        for (var row = 0; row < count; row++)
        {
            _lists[row].CopyTo(padded.AsSpan(row * longest));
            mask.AsSpan(row * longest, _lists[row].Length).Fill(1);
        }

        tensors.Add(Name, ToTensor(padded, _type).to(type).to(device).DetachFromDisposeScope());
        tensors.Add(
            Name + BatchColumn.MaskSuffix,
            ToTensor(mask, ScalarType.Float32).to(floating).to(device).DetachFromDisposeScope()
        );

        Tensor ToTensor<T>(T[] values, ScalarType from)
            where T : unmanaged => frombuffer(values, from, values.Length).clone().view(count, longest); // [B, T]
    }

    public override void AddTo(XxHash128 hash, int index)
    {
        var values = _length is { } length ? _values.AsSpan(index * length, length) : _lists[index];
        var bytes = (long)values.Length * Unsafe.SizeOf<TValue>();
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in bytes)));
        hash.Append(MemoryMarshal.AsBytes(values));
    }

    private void Check(ReadOnlySpan<TValue> values, string id)
    {
        var bad =
            typeof(TValue) == typeof(float) ? FiniteNumbers.IndexOfOther(MemoryMarshal.Cast<TValue, float>(values))
            : typeof(TValue) == typeof(double) ? FiniteNumbers.IndexOfOther(MemoryMarshal.Cast<TValue, double>(values))
            : -1;
        if (bad >= 0)
        {
            Throw.BadValue(Name, id, $"{values[bad]} at position {bad}", "finite numbers");
        }
    }

    private void Copy(Span<TValue> target, string id)
    {
        var row = _row;
        if (typeof(TSource) == typeof(TValue))
        {
            row.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<TValue, TSource>(ref MemoryMarshal.GetReference(target)), target.Length));
            return;
        }

        var i = 0;
        foreach (var value in row.DenseValues())
        {
            target[i++] = _convert(value, id);
        }
    }
}
