namespace DataWorth.Tasks;

/// <summary>One column that a task reads from its batches: the bridge between a data view and the model's input tensors.</summary>
/// <param name="Name">Column name in the data view, and key in <see cref="ExampleBatch"/>.</param>
/// <param name="Kind">How the column becomes a tensor.</param>
public sealed record BatchColumn(string Name, BatchColumnKind Kind)
{
    /// <summary>Shape of one example, for <see cref="BatchColumnKind.Features"/>; null keeps the flat vector. Its product must be the
    /// vector's length.</summary>
    public IReadOnlyList<long>? ItemShape { get; init; }
}
