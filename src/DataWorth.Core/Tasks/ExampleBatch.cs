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
                Throw.BatchShape(name, $"[{ids.Count}, ...]", $"[{string.Join(", ", tensor.shape)}]");
            }
        }

        Ids = ids;
        _columns = columns;
    }

    /// <summary>The examples' ids, [B].</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Number of examples B.</summary>
    public int Count => Ids.Count;

    /// <summary>The tensor of a column, [B, ...].</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (!_columns.TryGetValue(name, out var tensor))
            {
                Throw.UnknownColumn(name, _columns.Keys);
            }

            return tensor;
        }
    }

    /// <summary>The tensor of a column if the batch has it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _columns.TryGetValue(name, out tensor);

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _columns.Values)
        {
            tensor.Dispose();
        }
    }
}
