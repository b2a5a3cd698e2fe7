using System.IO.Hashing;
using System.Runtime.InteropServices;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Reads Vector&lt;Single, n&gt; or Vector&lt;Double, n&gt; into [B, n] (or [B, item shape]).</summary>
internal sealed class FeatureFeed : ColumnFeed
{
    private readonly DataViewSchema.Column _column;
    private readonly int _length;
    private readonly long[] _itemShape;
    private readonly bool _isDouble;
    private ValueGetter<VBuffer<float>>? _singles;
    private ValueGetter<VBuffer<double>>? _doubles;
    private VBuffer<float> _singleRow;
    private VBuffer<double> _doubleRow;

    public FeatureFeed(BatchColumn column, DataViewSchema schema)
    {
        _column = ViewColumns.Find(schema, "input", column.Name);
        if (
            _column.Type is not VectorDataViewType { IsKnownSize: true } vector
            || (vector.ItemType != NumberDataViewType.Single && vector.ItemType != NumberDataViewType.Double)
        )
        {
            Throw.SchemaMismatch("input", column.Name, "known-size Vector<Single> or Vector<Double>", _column.Type.ToString()!);
            throw null!;
        }

        _length = vector.Size;
        _isDouble = vector.ItemType == NumberDataViewType.Double;
        _itemShape = column.ItemShape is { } shape ? [.. shape] : [_length];
        if (_itemShape.Aggregate(1L, (product, size) => product * size) != _length)
        {
            Throw.ItemShape(column.Name, _itemShape, _length);
        }
    }

    public override string Name => _column.Name;

    public override void Bind(DataViewRow row)
    {
        if (_isDouble)
        {
            _doubles = row.GetGetter<VBuffer<double>>(_column);
        }
        else
        {
            _singles = row.GetGetter<VBuffer<float>>(_column);
        }
    }

    public override Block NewBlock(int capacity) => _isDouble ? new Values<double>(this, capacity) : new Values<float>(this, capacity);

    public override void Read(Block block, int index, string id)
    {
        if (_isDouble)
        {
            _doubles!(ref _doubleRow);
            Copy((Values<double>)block, in _doubleRow, index, id);
        }
        else
        {
            _singles!(ref _singleRow);
            Copy((Values<float>)block, in _singleRow, index, id);
        }
    }

    private void Copy<T>(Values<T> block, in VBuffer<T> row, int index, string id)
        where T : unmanaged
    {
        if (row.Length != _length)
        {
            Throw.RowLength(Name, id, row.Length, _length);
        }

        row.CopyTo(block.Numbers.AsSpan(index * _length, _length));
    }

    private sealed class Values<T>(FeatureFeed feed, int capacity) : Block
        where T : unmanaged
    {
        public T[] Numbers { get; } = new T[capacity * feed._length];

        public override void AddTensors(int count, ScalarType floating, Device device, IDictionary<string, Tensor> tensors)
        {
            using var scope = NewDisposeScope();
            var length = count * feed._length;
            var flat = frombuffer(Numbers, typeof(T) == typeof(double) ? ScalarType.Float64 : ScalarType.Float32, length);
            var copy = flat.to(floating, copy: true).to(device).view([count, .. feed._itemShape]); // [B, ...]
            tensors.Add(feed.Name, copy.DetachFromDisposeScope());
        }

        public override void AddTo(XxHash128 hash, int index) =>
            hash.AppendColumn(MemoryMarshal.AsBytes(Numbers.AsSpan(index * feed._length, feed._length)));
    }
}
