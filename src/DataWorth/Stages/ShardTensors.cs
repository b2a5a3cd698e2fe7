using DataWorth.Artifacts;
using DataWorth.Codecs;

namespace DataWorth.Stages;

/// <summary>Tensors over the memory of shards: in place where the array has the tensor's type, else copies.</summary>
internal static class ShardTensors
{
    /// <summary>Room for all rows of a shard that is being filled, to be copied to it when it is full (<see cref="CopyTo"/>).</summary>
    /// <remarks>Not in place: what was written through <c>frombuffer</c> was lost now and then where several fits ran at once. Reading so is
    /// sound, whether it gives a view or a copy.</remarks>
    public static EncodedRows Over(ShardBuffer shard, IReadOnlyList<StoredTensor> tensors) =>
        new(
            tensors.ToDictionary(
                tensor => tensor.Name,
                tensor => empty([shard.Rows, .. tensor.RowShape], tensor.Type, CPU).DetachFromDisposeScope()
            ),
            shard.Rows,
            0
        );

    /// <summary>Copies all rows to the shard.</summary>
    public static void CopyTo(EncodedRows rows, ShardBuffer shard, IReadOnlyList<StoredTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            rows[tensor.Name].bytes.CopyTo(shard[tensor.Name]);
        }
    }

    /// <summary>Some rows of a tensor of a shard that was read, valid as long as the shard; the caller's.</summary>
    public static Tensor Rows(LoadedShard shard, StoredTensor tensor, int first, int count)
    {
        if (View(shard.Array, shard.Offset(tensor.Name), tensor, first, count) is { } view)
        {
            return view;
        }

        var copy = empty([count, .. tensor.RowShape], tensor.Type, CPU).DetachFromDisposeScope();
        var rowBytes = checked((int)tensor.RowBytes);
        shard[tensor.Name].Slice(first * rowBytes, count * rowBytes).CopyTo(copy.bytes);
        return copy;
    }

    private static Tensor? View(Array array, long offset, StoredTensor tensor, int first, int count)
    {
        if (ElementType(array) != tensor.Type || offset % ElementSize(tensor) != 0)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var rowElements = tensor.RowBytes / ElementSize(tensor);
        return frombuffer(array, tensor.Type, count * rowElements, (offset / ElementSize(tensor)) + (first * rowElements))
            .view([count, .. tensor.RowShape])
            .DetachFromDisposeScope();
    }

    private static int ElementSize(StoredTensor tensor) => StorageTypes.ToFile(tensor.Type).Size();

    // frombuffer views arrays of its own element type, and copies all others.
    private static ScalarType? ElementType(Array array) =>
        array switch
        {
            double[] => ScalarType.Float64,
            float[] => ScalarType.Float32,
            Half[] => ScalarType.Float16,
            sbyte[] => ScalarType.Int8,
            _ => null,
        };
}
