using System.Runtime.InteropServices;

namespace DataWorth.Artifacts;

/// <summary>The memory of a shard: an array whose elements have the type of the shard's widest rows, so that a tensor library can work on
/// them where they lie.</summary>
internal static class ShardMemory
{
    /// <summary>A new array that does not move; what it holds is not defined.</summary>
    /// <param name="layout">The shard's tensors.</param>
    /// <param name="bytes">Bytes that have to fit.</param>
    public static Array Allocate(IReadOnlyList<ArtifactTensorLayout> layout, long bytes) =>
        layout.MaxBy(tensor => tensor.RowBytes)?.DType switch
        {
            SafetensorsDType.F64 => New<double>(bytes),
            SafetensorsDType.F32 => New<float>(bytes),
            SafetensorsDType.F16 => New<Half>(bytes),
            SafetensorsDType.I64 => New<long>(bytes),
            SafetensorsDType.I32 => New<int>(bytes),
            SafetensorsDType.I8 => New<sbyte>(bytes),
            _ => New<byte>(bytes),
        };

    /// <summary>The first bytes of an array of numbers.</summary>
    /// <param name="array">The array.</param>
    /// <param name="bytes">How many.</param>
    public static Span<byte> Bytes(Array array, int bytes) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), bytes);

    /// <summary>Bytes that fit into an array.</summary>
    /// <param name="array">The array.</param>
    public static long Capacity(Array array) => array is Half[] ? 2L * array.Length : Buffer.ByteLength(array);

    private static T[] New<T>(long bytes)
        where T : unmanaged
    {
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return GC.AllocateUninitializedArray<T>(checked((int)((bytes + size - 1) / size)), pinned: true);
    }
}
