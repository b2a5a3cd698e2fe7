using System.IO.Hashing;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Reads the rows of one cursor into batches of a task's tensors, with ids and content hashes.</summary>
/// <remarks>One cursor, one thread.</remarks>
internal sealed class RowReader
{
    private readonly ColumnFeed[] _feeds;
    private readonly Func<string> _id;
    private readonly XxHash128 _hash = new();
    private string[] _ids = []; // as long as the largest batch so far, as the feeds' rows are
    private UInt128[] _contents = [];
    private readonly ScalarType _floating;
    private readonly Device _device;

    /// <summary>Binds a task's columns to a cursor.</summary>
    /// <param name="cursor">The cursor, with <see cref="Columns"/> active.</param>
    /// <param name="task">The task; its model says type and place of the tensors.</param>
    /// <param name="idColumn">Column of the ids.</param>
    public RowReader(DataViewRowCursor cursor, AttributionTask task, string idColumn)
    {
        (_floating, _device) = ModelState.Placement(task.Model);
        _feeds = Feeds(task, cursor.Schema);
        foreach (var feed in _feeds)
        {
            feed.Bind(cursor);
        }

        _id = ViewIds.Reader(cursor, ViewIds.Find(cursor.Schema, idColumn));
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

        if (ViewIds.Find(schema, idColumn) is { } id)
        {
            yield return id;
        }
    }

    /// <summary>Reads the cursor's current row as row <paramref name="index"/> of a batch, after the rows before it.</summary>
    /// <returns>Its id and the hash of its content.</returns>
    public (string Id, UInt128 Content) Read(int index)
    {
        if (index == _ids.Length)
        {
            Reserve(Math.Max(1, 2 * index));
        }

        var id = _ids[index] = _id();
        _hash.Reset();
        foreach (var feed in _feeds)
        {
            feed.Read(index, id);
            feed.AddTo(_hash, index);
        }

        return (id, _contents[index] = _hash.GetCurrentHashAsUInt128());
    }

    /// <summary>The first rows that were read as a batch, the caller's.</summary>
    /// <param name="count">How many.</param>
    /// <param name="firstRow">Position of the first one in the view.</param>
    public ExampleBatch ToBatch(int count, long firstRow)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var feed in _feeds)
        {
            feed.AddTensors(count, _floating, _device, tensors);
        }

        return new(_ids[..count], tensors) { FirstRow = firstRow, Contents = _contents[..count] };
    }

    private void Reserve(int rows)
    {
        Array.Resize(ref _ids, rows);
        Array.Resize(ref _contents, rows);
        foreach (var feed in _feeds)
        {
            feed.Reserve(rows);
        }
    }
}
