using System.IO.Hashing;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Reads one column of a cursor, row by row, into a block of rows, and makes the block's tensors.</summary>
internal abstract class ColumnFeed
{
    /// <summary>The column that is read.</summary>
    public abstract string Name { get; }

    /// <summary>Whether all rows have the same shape. Default true.</summary>
    public virtual bool HasFixedLength => true;

    /// <summary>Binds to a cursor; called once per cursor.</summary>
    public abstract void Bind(DataViewRow row);

    /// <summary>A new empty block for at most <paramref name="capacity"/> rows.</summary>
    public abstract Block NewBlock(int capacity);

    /// <summary>Reads the cursor's current row into row <paramref name="index"/> of a block.</summary>
    public abstract void Read(Block block, int index, string id);

    /// <summary>Numbers of a block of rows in managed memory, reused from batch to batch.</summary>
    public abstract class Block
    {
        /// <summary>Makes the tensors of the first <paramref name="count"/> rows.</summary>
        public abstract void AddTensors(int count, ScalarType floating, Device device, IDictionary<string, Tensor> tensors);

        /// <summary>Adds row <paramref name="index"/> to its content hash.</summary>
        public abstract void AddTo(XxHash128 hash, int index);
    }

    /// <summary>The feed for a column of a task.</summary>
    public static ColumnFeed Create(BatchColumn column, DataViewSchema schema) =>
        column.Kind switch
        {
            BatchColumnKind.Features => new FeatureFeed(column, schema),
            BatchColumnKind.Label => new LabelFeed(column, schema),
            _ => new TokenFeed(column, schema),
        };
}
