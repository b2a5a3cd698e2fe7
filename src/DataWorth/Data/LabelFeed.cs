using System.IO.Hashing;
using System.Runtime.InteropServices;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Reads a scalar integer, key or whole number into int64 [B]; keys become 0-based.</summary>
internal sealed class LabelFeed : ColumnFeed
{
    private readonly DataViewSchema.Column _column;
    private Func<double>? _read;

    public LabelFeed(BatchColumn column, DataViewSchema schema)
    {
        _column = ViewColumns.Find(schema, "label", column.Name);
        if (_column.Type is not (NumberDataViewType or KeyDataViewType or BooleanDataViewType))
        {
            Throw.SchemaMismatch("label", column.Name, "a number or key", _column.Type.ToString()!);
        }
    }

    public override string Name => _column.Name;

    public override void Bind(DataViewRow row) => _read = ViewColumns.NumberReader(row, _column);

    public override Block NewBlock(int capacity) => new Values(Name, capacity);

    public override void Read(Block block, int index, string id)
    {
        var value = _read!();
        if (value != Math.Floor(value))
        {
            Throw.BadValue(Name, id, value.ToString("g"), "a whole number");
        }

        var label = (long)value - (_column.Type is KeyDataViewType ? 1 : 0);
        if (label < 0)
        {
            Throw.TooManyClasses(Name, id, (long)value);
        }

        ((Values)block).Numbers[index] = label;
    }

    private sealed class Values(string name, int capacity) : Block
    {
        public long[] Numbers { get; } = new long[capacity];

        public override void AddTensors(int count, ScalarType floating, Device device, IDictionary<string, Tensor> tensors)
        {
            using var scope = NewDisposeScope();
            tensors.Add(name, tensor(Numbers.AsSpan(0, count).ToArray(), [count], device: device).DetachFromDisposeScope());
        }

        public override void AddTo(XxHash128 hash, int index) => hash.AppendColumn(MemoryMarshal.AsBytes(Numbers.AsSpan(index, 1)));
    }
}
