using System.Globalization;
using System.Runtime.InteropServices;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Inputs and targets in memory, and the rows of them that count. Subsets share the memory.</summary>
public sealed class TensorDataset : IDisposable
{
    private readonly bool _ownsTensors;
    private readonly long[] _rows;
    private readonly Func<int, string>? _rowId;

    /// <summary>Wraps tensors.</summary>
    /// <param name="inputs">Inputs, [N, *]; disposed with the data set.</param>
    /// <param name="targets">Targets, [N, *], classes of type Int64 for cross entropy; disposed with the data set.</param>
    /// <param name="rowId">Names a row by its index in messages; null for the index.</param>
    /// <exception cref="ArgumentException">The numbers of inputs and targets differ.</exception>
    public TensorDataset(Tensor inputs, Tensor targets, Func<int, string>? rowId = null)
        : this(inputs, targets, Range(inputs.shape[0]), rowId, ownsTensors: true)
    {
        if (inputs.shape[0] != targets.shape[0])
        {
            Throw.RowCountsDiffer(inputs.shape[0], targets.shape[0]);
        }

        inputs.DetachFromDisposeScope();
        targets.DetachFromDisposeScope();
    }

    private TensorDataset(Tensor inputs, Tensor targets, long[] rows, Func<int, string>? rowId, bool ownsTensors)
    {
        Inputs = inputs;
        Targets = targets;
        _rows = rows;
        _rowId = rowId;
        _ownsTensors = ownsTensors;
    }

    /// <summary>Normalised images [N, C, H, W] and their labels [N].</summary>
    /// <param name="images">The images.</param>
    public static TensorDataset Of(ImageDataset images) =>
        new(
            tensor(images.ToFeatureBlock(), [images.Count, images.Shape.Channels, images.Shape.Height, images.Shape.Width]),
            tensor(images.ToLabelBlock()),
            images.Id
        );

    /// <summary>Features [N, *item shape] and class indices [N] of data of one's own.</summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">They have no labels.</exception>
    /// <exception cref="InvalidDataException">One of them has none.</exception>
    public static TensorDataset Of(DataSource data)
    {
        var labels = data.RequireLabels();
        using var scope = NewDisposeScope();
        var inputs = empty([data.Count, .. data.ItemShape], ScalarType.Float32);
        for (var row = 0; row < data.Count; row++)
        {
            MemoryMarshal.AsBytes(data.Features(row).AsSpan()).CopyTo(inputs[row].bytes);
        }

        return new TensorDataset(inputs, tensor([.. labels]), row => data.Ids[row]);
    }

    /// <summary>All inputs, [N, *], also those outside the subset.</summary>
    public Tensor Inputs { get; }

    /// <summary>All targets, [N, *], also those outside the subset.</summary>
    public Tensor Targets { get; }

    /// <summary>Number of rows that count.</summary>
    public int Count => _rows.Length;

    /// <summary>Index into <see cref="Inputs"/> and <see cref="Targets"/> of every row that counts, in order.</summary>
    public ReadOnlySpan<long> Rows => _rows;

    /// <summary>Some of the rows, without copying them. It must not outlive this data set.</summary>
    /// <param name="rows">Positions within this data set; a position may come twice.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside.</exception>
    public TensorDataset Subset(IEnumerable<int> rows)
    {
        long[] chosen =
        [
            .. rows.Select(row =>
            {
                if ((uint)row >= (uint)_rows.Length)
                {
                    Throw.RowOutside(row, _rows.Length);
                }
                return _rows[row];
            }),
        ];
        return new TensorDataset(Inputs, Targets, chosen, _rowId, ownsTensors: false);
    }

    /// <summary>Copies rows into a batch.</summary>
    /// <param name="indices">Indices into all inputs, [B], type Int64, as <see cref="Rows"/> has them.</param>
    /// <param name="device">Where the batch is wanted: on the device of the model.</param>
    /// <returns>Inputs [B, *] and targets [B, *].</returns>
    public (Tensor Inputs, Tensor Targets) Gather(Tensor indices, Device device) =>
        (Inputs.index_select(0, indices).to(device), Targets.index_select(0, indices).to(device));

    /// <summary>What a row is called in messages.</summary>
    /// <param name="index">Index into all inputs.</param>
    internal string RowId(long index) => _rowId?.Invoke((int)index) ?? index.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ownsTensors)
        {
            return;
        }

        Inputs.Dispose();
        Targets.Dispose();
    }

    private static long[] Range(long count)
    {
        var rows = new long[count];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
        }

        return rows;
    }
}
