using System.IO.Hashing;
using System.Runtime.InteropServices;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Reads a vector of token ids of any length into int64 [B, T], padded with 0 to the longest row, and its mask [B, T].</summary>
internal sealed class TokenFeed : ColumnFeed
{
    private readonly DataViewSchema.Column _column;
    private readonly bool _isLong;
    private ValueGetter<VBuffer<int>>? _ints;
    private ValueGetter<VBuffer<long>>? _longs;
    private VBuffer<int> _intRow;
    private VBuffer<long> _longRow;

    public TokenFeed(BatchColumn column, DataViewSchema schema)
    {
        _column = ViewColumns.Find(schema, "token", column.Name);
        var item = (_column.Type as VectorDataViewType)?.ItemType;
        if (item != NumberDataViewType.Int32 && item != NumberDataViewType.Int64)
        {
            Throw.SchemaMismatch("token", column.Name, "Vector<Int32> or Vector<Int64>", _column.Type.ToString()!);
        }

        _isLong = item == NumberDataViewType.Int64;
    }

    public override string Name => _column.Name;

    public override bool HasFixedLength => false;

    public override void Bind(DataViewRow row)
    {
        if (_isLong)
        {
            _longs = row.GetGetter<VBuffer<long>>(_column);
        }
        else
        {
            _ints = row.GetGetter<VBuffer<int>>(_column);
        }
    }

    public override Block NewBlock(int capacity) => new Rows(Name, capacity);

    public override void Read(Block block, int index, string id)
    {
        long[] tokens;
        if (_isLong)
        {
            _longs!(ref _longRow);
            tokens = [.. _longRow.DenseValues()];
        }
        else
        {
            _ints!(ref _intRow);
            tokens = [.. _intRow.DenseValues()];
        }

        if (tokens.Length == 0)
        {
            Throw.BadValue(Name, id, "empty", "at least one token");
        }

        ((Rows)block).Tokens[index] = tokens;
    }

    private sealed class Rows(string name, int capacity) : Block
    {
        public long[][] Tokens { get; } = new long[capacity][];

        public override void AddTensors(int count, ScalarType floating, Device device, IDictionary<string, Tensor> tensors)
        {
            using var scope = NewDisposeScope();
            var longest = Tokens.Take(count).Max(row => row.Length);
            var ids = new long[count * longest];
            var mask = new float[count * longest];
            for (var row = 0; row < count; row++)
            {
                Tokens[row].CopyTo(ids.AsSpan(row * longest));
                mask.AsSpan(row * longest, Tokens[row].Length).Fill(1);
            }

            tensors.Add(name, tensor(ids, [count, longest], device: device).DetachFromDisposeScope());
            tensors.Add(name + ".Mask", tensor(mask, [count, longest], dtype: floating, device: device).DetachFromDisposeScope());
        }

        public override void AddTo(XxHash128 hash, int index) => hash.AppendColumn(MemoryMarshal.AsBytes(Tokens[index].AsSpan()));
    }
}
