using DataWorth.Tasks;

namespace DataWorth.Data;

/// <summary>Rows as they came from a view, still in managed memory.</summary>
/// <param name="FirstRow">Position of the first row in the view.</param>
/// <param name="Ids">Ids of the rows.</param>
/// <param name="Contents">Content hash of each row.</param>
/// <param name="Blocks">Their numbers, column by column.</param>
internal sealed record ReadBatch(long FirstRow, IReadOnlyList<string> Ids, IReadOnlyList<UInt128> Contents, ColumnFeed.Block[] Blocks)
{
    /// <summary>The task's tensors of the rows.</summary>
    /// <param name="floating">The model's floating type.</param>
    /// <param name="device">The model's device.</param>
    public ExampleBatch ToBatch(ScalarType floating, Device device)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var block in Blocks)
        {
            block.AddTensors(Ids.Count, floating, device, tensors);
        }

        return new ExampleBatch(Ids, tensors);
    }
}
