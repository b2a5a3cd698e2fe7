using DataWorth.Tasks;

namespace DataWorth.Data;

/// <summary>A batch as it came from a view.</summary>
/// <param name="FirstRow">Position of its first row in the view.</param>
/// <param name="Batch">Ids and tensors; valid until the next batch is asked for.</param>
/// <param name="Contents">Content hash of each row.</param>
internal sealed record ReadBatch(long FirstRow, ExampleBatch Batch, IReadOnlyList<UInt128> Contents);
