using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Turns a data view into batches of a task's tensors. A reader thread runs ahead, so that reading overlaps computing; memory is a
/// few batches.</summary>
internal sealed class BatchReader
{
    private const int Ahead = 2;

    private readonly IDataView _view;
    private readonly IAttributionTask _task;
    private readonly string _idColumn;
    private readonly ScalarType _floating;
    private readonly Device _device;

    /// <summary>Checks the view's schema against the task's columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public BatchReader(IDataView view, IAttributionTask task, string idColumn)
    {
        _view = view;
        _task = task;
        _idColumn = idColumn;
        (_floating, _device) = ModelState.Placement(task.Model);
        CheckSchema(view.Schema, task, idColumn);
    }

    /// <summary>Whether every row has as many numbers as any other, so that the model's shapes are the same in all batches.</summary>
    public bool HasFixedLengths => Array.TrueForAll(Feeds(), feed => feed.HasFixedLength);

    /// <summary>Checks a schema against a task's columns.</summary>
    public static void CheckSchema(DataViewSchema schema, IAttributionTask task, string idColumn)
    {
        ViewColumns.FindId(schema, idColumn);
        foreach (var column in task.Columns)
        {
            ColumnFeed.Create(column, schema);
        }
    }

    /// <summary>Reads batches of at most <paramref name="batchSize"/> rows that never cross a multiple of
    /// <paramref name="boundary"/>.</summary>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="boundary">Rows per chunk of the store; 0 for none.</param>
    /// <param name="skip">Chunk-aligned ranges that are not read (their rows are passed over), by first row of the batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IEnumerable<ReadBatch> Read(int batchSize, int boundary, Func<long, bool>? skip, CancellationToken cancellationToken)
    {
        using var queue = new BlockingCollection<Filled>(Ahead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var free = new ConcurrentBag<ColumnFeed.Block[]>();
        var reader = Task.Factory.StartNew(
            () => Fill(queue, free, batchSize, boundary, skip, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            foreach (var filled in queue.GetConsumingEnumerable(CancellationToken.None))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var tensors = new Dictionary<string, Tensor>();
                foreach (var block in filled.Blocks)
                {
                    block.AddTensors(filled.Ids.Count, _floating, _device, tensors);
                }

                free.Add(filled.Blocks);
                using var batch = new ExampleBatch(filled.Ids, tensors);
                yield return new ReadBatch(filled.First, batch, filled.Contents);
            }

            reader.GetAwaiter().GetResult(); // surfaces the reader's error
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            stop.Cancel();
            while (queue.TryTake(out _)) { }

            reader.ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    /// <summary>SHA-256 over the ids and contents of all rows, and the ids; does not depend on the batch size.</summary>
    /// <exception cref="InvalidOperationException">The view is empty, or an id appears twice.</exception>
    public (byte[] Hash, IReadOnlyList<string> Ids) Fingerprint(string role, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = new Dictionary<string, int>();
        var ids = new List<string>();
        var feeds = Feeds();
        foreach (var feed in feeds)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(feed.Name + "\0"));
        }

        using var cursor = _view.GetRowCursor(ActiveColumns());
        var readId = Bind(cursor, feeds);
        var blocks = feeds.Select(feed => feed.NewBlock(1)).ToArray();
        while (cursor.MoveNext())
        {
            var id = readId();
            if (!rows.TryAdd(id, ids.Count))
            {
                Throw.DuplicateId(role, _idColumn, id, rows[id], ids.Count);
            }

            ids.Add(id);
            for (var i = 0; i < feeds.Length; i++)
            {
                feeds[i].Read(blocks[i], 0, id);
            }

            hash.AppendData(Encoding.UTF8.GetBytes(id + "\0"));
            hash.AppendData(BitConverter.GetBytes(Content(blocks, 0)));
            if ((ids.Count & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        if (ids.Count == 0)
        {
            Throw.EmptyView(role);
        }

        return (hash.GetHashAndReset(), ids);
    }

    private void Fill(
        BlockingCollection<Filled> queue,
        ConcurrentBag<ColumnFeed.Block[]> free,
        int batchSize,
        int boundary,
        Func<long, bool>? skip,
        CancellationToken stop
    )
    {
        try
        {
            var feeds = Feeds();
            using var cursor = _view.GetRowCursor(ActiveColumns());
            var readId = Bind(cursor, feeds);
            var more = cursor.MoveNext();
            for (long row = 0; more; )
            {
                var size = boundary == 0 ? batchSize : (int)Math.Min(batchSize, boundary - (row % boundary));
                var passOver = skip?.Invoke(row) ?? false;
                var first = row;
                var ids = new List<string>(size);
                var contents = new List<UInt128>(size);
                var blocks =
                    passOver ? []
                    : free.TryTake(out var reused) ? reused
                    : [.. feeds.Select(feed => feed.NewBlock(batchSize))];
                for (var count = 0; count < size && more; count++, row++, more = cursor.MoveNext())
                {
                    if (passOver)
                    {
                        continue;
                    }

                    var id = readId();
                    for (var i = 0; i < feeds.Length; i++)
                    {
                        feeds[i].Read(blocks[i], count, id);
                    }

                    ids.Add(id);
                    contents.Add(Content(blocks, count));
                }

                if (!passOver)
                {
                    queue.Add(new Filled(first, ids, contents, blocks), stop);
                }

                stop.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        finally
        {
            queue.CompleteAdding();
        }
    }

    private ColumnFeed[] Feeds() => [.. _task.Columns.Select(column => ColumnFeed.Create(column, _view.Schema))];

    private Func<string> Bind(DataViewRowCursor cursor, ColumnFeed[] feeds)
    {
        foreach (var feed in feeds)
        {
            feed.Bind(cursor);
        }

        return ViewColumns.IdReader(cursor, ViewColumns.FindId(_view.Schema, _idColumn));
    }

    private List<DataViewSchema.Column> ActiveColumns()
    {
        var columns = _task.Columns.Select(column => ViewColumns.Find(_view.Schema, "input", column.Name)).ToList();
        if (ViewColumns.FindId(_view.Schema, _idColumn) is { } id)
        {
            columns.Add(id);
        }

        return columns;
    }

    private static UInt128 Content(ColumnFeed.Block[] blocks, int index)
    {
        var hash = new XxHash128();
        foreach (var block in blocks)
        {
            block.AddTo(hash, index);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    private sealed record Filled(long First, IReadOnlyList<string> Ids, IReadOnlyList<UInt128> Contents, ColumnFeed.Block[] Blocks);
}
