using System.IO.Hashing;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Reads the rows of one cursor into batches of a task's tensors, with ids and content hashes.</summary>
/// <remarks>One cursor, one thread. Blocks are reused where they are given back.</remarks>
internal sealed class RowReader
{
    private readonly ColumnFeed[] _feeds;
    private readonly Func<string> _id;
    private readonly XxHash128 _hash = new();

    /// <summary>Binds a task's columns to a cursor.</summary>
    public RowReader(DataViewRowCursor cursor, AttributionTask task, string idColumn)
    {
        _feeds = Feeds(task, cursor.Schema);
        foreach (var feed in _feeds)
        {
            feed.Bind(cursor);
        }

        _id = ViewColumns.IdReader(cursor, ViewColumns.FindId(cursor.Schema, idColumn));
    }

    /// <summary>The feeds of a task's columns over a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static ColumnFeed[] Feeds(AttributionTask task, DataViewSchema schema)
    {
        if (task.Columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Throw.ColumnTwice(twice.Key);
        }

        ColumnFeed[] feeds = [.. task.Columns.Select(column => ColumnFeed.Create(column, schema))];
        foreach (var feed in feeds.Where(feed => !feed.HasFixedLength))
        {
            if (task.Columns.Any(column => column.Name == feed.Name + BatchColumn.MaskSuffix))
            {
                Throw.ColumnTwice(feed.Name + BatchColumn.MaskSuffix);
            }
        }

        return feeds;
    }

    /// <summary>The columns that a cursor has to have active.</summary>
    public static IEnumerable<DataViewSchema.Column> Columns(AttributionTask task, DataViewSchema schema, string idColumn)
    {
        foreach (var column in task.Columns)
        {
            yield return ViewColumns.Find(schema, "input", column.Name);
        }

        if (ViewColumns.FindId(schema, idColumn) is { } id)
        {
            yield return id;
        }
    }

    /// <summary>New empty blocks, one per column.</summary>
    public ColumnFeed.Block[] NewBlocks(int capacity) => [.. _feeds.Select(feed => feed.NewBlock(capacity))];

    /// <summary>Reads the cursor's current row into row <paramref name="index"/> of blocks.</summary>
    /// <returns>Its id and the hash of its content.</returns>
    public (string Id, UInt128 Content) Read(ColumnFeed.Block[] blocks, int index)
    {
        var id = _id();
        _hash.Reset();
        foreach (var block in blocks)
        {
            block.Read(index, id);
            block.AddTo(_hash, index);
        }

        return (id, _hash.GetCurrentHashAsUInt128());
    }
}
