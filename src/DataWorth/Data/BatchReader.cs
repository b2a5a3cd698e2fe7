using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Turns a data view into batches of a task's tensors. A reader thread runs ahead, so that reading overlaps computing; memory is a
/// few batches.</summary>
/// <remarks>A view has to give the same rows in every pass. The first pass (<see cref="Fingerprint"/>) remembers the hash of each row's
/// content, 16 bytes; later passes compare.</remarks>
internal sealed class BatchReader
{
    private const int Ahead = 2;

    private readonly IDataView _view;
    private readonly AttributionTask _task;
    private readonly string _idColumn;
    private List<UInt128>? _known;
    private int _passes;

    /// <summary>Checks the view's schema against the task's columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public BatchReader(IDataView view, AttributionTask task, string idColumn)
    {
        _view = view;
        _task = task;
        _idColumn = idColumn;
        CheckSchema(view.Schema, task, idColumn);
    }

    /// <summary>Whether every row has as many numbers as any other, so that the model's shapes are the same in all batches.</summary>
    public bool HasFixedLengths => Array.TrueForAll(RowReader.Feeds(_task, _view.Schema), feed => feed.HasFixedLength);

    /// <summary>Checks a schema against a task's columns.</summary>
    public static void CheckSchema(DataViewSchema schema, AttributionTask task, string idColumn)
    {
        ViewIds.Find(schema, idColumn);
        RowReader.Feeds(task, schema);
    }

    /// <summary>Reads all rows in batches of at most <paramref name="batchSize"/>. A batch is valid until the next is asked for.</summary>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="InvalidOperationException">The view gives other rows than in its first pass.</exception>
    public IEnumerable<ExampleBatch> Read(int batchSize, CancellationToken cancellationToken) =>
        Read(batchSize, 0, RowRange.All, null, cancellationToken);

    /// <summary>Reads batches of at most <paramref name="batchSize"/> rows that never cross a multiple of
    /// <paramref name="boundary"/>. A batch is valid until the next is asked for.</summary>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="boundary">Rows per chunk of the store; 0 for none.</param>
    /// <param name="range">Which rows; those before them are passed over, those after them are not asked for.</param>
    /// <param name="skip">Chunk-aligned ranges that are not read (their rows are passed over), by first row of the batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="InvalidOperationException">The view gives other rows than in its first pass.</exception>
    public IEnumerable<ExampleBatch> Read(
        int batchSize,
        int boundary,
        RowRange range,
        Func<long, bool>? skip,
        CancellationToken cancellationToken
    )
    {
        var pass = ++_passes;
        using var queue = new BlockingCollection<ExampleBatch>(Ahead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = Task.Factory.StartNew(
            () => Fill(queue, pass, batchSize, boundary, range, skip, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            foreach (var batch in queue.GetConsumingEnumerable(CancellationToken.None))
            {
                using (batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return batch;
                }
            }

            reader.GetAwaiter().GetResult(); // surfaces the reader's error
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            stop.Cancel();
            reader.ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
            while (queue.TryTake(out var batch))
            {
                batch.Dispose();
            }
        }
    }

    /// <summary>The first pass: SHA-256 over the columns, ids and contents of all rows, and the number of rows; does not depend on the
    /// batch size.</summary>
    /// <exception cref="InvalidOperationException">The view is empty, or an id appears twice.</exception>
    public (byte[] Hash, long Count) Fingerprint(string role, CancellationToken cancellationToken)
    {
        _passes++;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in _task.Columns)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(column + "\0"));
        }

        var rows = new Dictionary<string, int>();
        _known = [];
        using var cursor = _view.GetRowCursor(RowReader.Columns(_task, _view.Schema, _idColumn));
        var reader = new RowReader(cursor, _task, _idColumn);
        while (cursor.MoveNext())
        {
            var (id, content) = reader.Read(0);
            if (!rows.TryAdd(id, rows.Count))
            {
                Throw.DuplicateId(role, _idColumn, id, rows[id], rows.Count);
            }

            _known.Add(Named(id, content));
            hash.AppendData(Encoding.UTF8.GetBytes(id + "\0"));
            hash.AppendData(BitConverter.GetBytes(content));
            if ((rows.Count & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        if (rows.Count == 0)
        {
            Throw.EmptyView(role);
        }

        return (hash.GetHashAndReset(), rows.Count);
    }

    private void Fill(
        BlockingCollection<ExampleBatch> queue,
        int pass,
        int batchSize,
        int boundary,
        RowRange range,
        Func<long, bool>? skip,
        CancellationToken stop
    )
    {
        try
        {
            using var cursor = _view.GetRowCursor(RowReader.Columns(_task, _view.Schema, _idColumn));
            var reader = new RowReader(cursor, _task, _idColumn);
            var more = cursor.MoveNext();
            // A range to the last row goes on, to see whether there are more rows than in the first pass.
            var end = _known is { } all && range.End < all.Count ? range.End : long.MaxValue;
            long row = 0;
            while (more && row < end)
            {
                var passOver = row < range.First || (skip?.Invoke(row) ?? false);
                var limit = row < range.First ? range.First : end;
                if (boundary > 0)
                {
                    limit = Math.Min(limit, row + boundary - (row % boundary));
                }

                var size = (int)Math.Min(batchSize, limit - row);
                var first = row;
                for (; row < first + size && more; row++, more = cursor.MoveNext())
                {
                    if (!passOver)
                    {
                        var (id, content) = reader.Read((int)(row - first));
                        Compare(pass, row, id, content);
                    }
                }

                if (!passOver)
                {
                    Add(queue, reader.ToBatch((int)(row - first), first), stop);
                }

                stop.ThrowIfCancellationRequested();
            }

            if (_known is { } known && end == long.MaxValue && row != known.Count)
            {
                Throw.OtherRowCount(pass, row, known.Count);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        finally
        {
            queue.CompleteAdding();
        }
    }

    private static void Add(BlockingCollection<ExampleBatch> queue, ExampleBatch batch, CancellationToken stop)
    {
        try
        {
            queue.Add(batch, stop);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>The first row that is not as in other data, by what the first pass remembers; the number of rows where one has more.</summary>
    /// <param name="ids">Ids of the other data.</param>
    /// <param name="contents">Content hashes of their rows.</param>
    public int FirstDifference(IReadOnlyList<string> ids, IEnumerable<UInt128> contents)
    {
        var row = 0;
        foreach (var content in contents)
        {
            if (row >= _known!.Count || _known[row] != Named(ids[row], content))
            {
                return row;
            }

            row++;
        }

        return row;
    }

    private void Compare(int pass, long row, string id, UInt128 content)
    {
        if (_known is { } known && (row >= known.Count || known[(int)row] != Named(id, content)))
        {
            Throw.OtherRow(pass, row, id);
        }
    }

    private static UInt128 Named(string id, UInt128 content) => content ^ XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()));
}
