using System.Collections.Concurrent;
using DataWorth.Codecs;

namespace DataWorth.Pipeline;

/// <summary>Two buffers of encoded rows: one is filled while the writer still reads the other.</summary>
internal sealed class ChunkBuffers : IDisposable
{
    private readonly EncodedRows[] _all;
    private readonly BlockingCollection<EncodedRows> _free = [];

    /// <param name="tensors">What the codec stores.</param>
    /// <param name="capacity">Rows per buffer.</param>
    public ChunkBuffers(IReadOnlyList<StoredTensor> tensors, int capacity)
    {
        _all = [new EncodedRows(tensors, capacity), new EncodedRows(tensors, capacity)];
        foreach (var rows in _all)
        {
            _free.Add(rows);
        }
    }

    /// <summary>An empty buffer; waits until one is given back.</summary>
    public EncodedRows Take(CancellationToken cancellationToken)
    {
        var rows = _free.Take(cancellationToken);
        rows.Count = 0;
        return rows;
    }

    /// <summary>An action that gives a buffer back when it was called by all who use it.</summary>
    public Action GiveBack(EncodedRows rows, int users) =>
        () =>
        {
            if (Interlocked.Decrement(ref users) == 0)
            {
                _free.Add(rows);
            }
        };

    /// <summary>Frees the buffers; nobody may use them any more.</summary>
    public void Dispose()
    {
        foreach (var rows in _all)
        {
            rows.Dispose();
        }

        _free.Dispose();
    }
}
