using System.Diagnostics.CodeAnalysis;

namespace DataWorth.Tasks;

/// <summary>A batch of examples: ids and named tensors whose first dimension is the example. Owns its tensors.</summary>
public sealed class ExampleBatch : IDisposable
{
    private readonly IReadOnlyDictionary<string, Tensor> _columns;

    /// <summary>Makes a batch that owns <paramref name="columns"/>.</summary>
    /// <param name="ids">One id per example; used in messages and as seed of label sampling.</param>
    /// <param name="columns">Tensors [B, ...] by column name.</param>
    /// <exception cref="ArgumentException">A tensor's first dimension is not the number of ids.</exception>
    public ExampleBatch(IReadOnlyList<string> ids, IReadOnlyDictionary<string, Tensor> columns)
    {
        foreach (var (name, tensor) in columns)
        {
            if (tensor.dim() == 0 || tensor.shape[0] != ids.Count)
            {
                CoreThrow.BatchShape(name, $"[{ids.Count}, ...]", $"[{string.Join(", ", tensor.shape)}]");
            }
        }

        Ids = ids;
        _columns = columns;
    }

    /// <summary>The examples' ids, [B].</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Number of examples B.</summary>
    public int Count => Ids.Count;

    /// <summary>Position of the first example in the view that it comes from.</summary>
    internal long FirstRow { get; init; }

    /// <summary>Hash of each example's content as the view gave it, [B]; empty where no view did.</summary>
    internal IReadOnlyList<UInt128> Contents { get; init; } = [];

    /// <summary>The tensor of a column, [B, ...].</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (!_columns.TryGetValue(name, out var tensor))
            {
                CoreThrow.UnknownColumn(name, _columns.Keys);
            }

            return tensor;
        }
    }

    /// <summary>The tensor of a column if the batch has it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _columns.TryGetValue(name, out tensor);

    /// <summary>The tensors by column name.</summary>
    public IReadOnlyDictionary<string, Tensor> Columns => _columns;

    /// <summary>One example as a batch of its own, without padding where a column has a mask: views of this batch's tensors.</summary>
    /// <param name="index">Its position, from 0.</param>
    public ExampleBatch Row(int index)
    {
        using var scope = NewDisposeScope();
        return new([Ids[index]], _columns.ToDictionary(entry => entry.Key, entry => Part(entry.Key, entry.Value).DetachFromDisposeScope()));

        Tensor Part(string name, Tensor values)
        {
            var row = values.narrow(0, index, 1);
            var mask =
                name.EndsWith(BatchColumn.MaskSuffix, StringComparison.Ordinal) ? row
                : _columns.TryGetValue(name + BatchColumn.MaskSuffix, out var found) ? found.narrow(0, index, 1)
                : null;
            return mask is null ? row : row.narrow(1, 0, Math.Max(1, mask.ne(0).sum().item<long>()));
        }
    }

    /// <summary>Type, shape and range of every column, for messages: "Label: Int64 [1], 7".</summary>
    public string Describe()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return string.Join("; ", _columns.Select(entry => $"{entry.Key}: {entry.Value.dtype} [{Shape(entry.Value)}]{Range(entry.Value)}"));

        static string Shape(Tensor values) => string.Join(", ", values.shape);

        static string Range(Tensor values)
        {
            if (values.NumberOfElements == 0)
            {
                return "";
            }

            var wide = values.to_type(ScalarType.Float64);
            var (low, high) = (wide.min().item<double>(), wide.max().item<double>());
            return low.Equals(high) ? $", {low:g6}" : $", {low:g6} to {high:g6}";
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _columns.Values)
        {
            tensor.Dispose();
        }
    }
}
