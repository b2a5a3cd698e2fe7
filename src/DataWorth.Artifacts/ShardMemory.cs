using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataWorth.Artifacts;

/// <summary>The memory of a shard: an array whose elements have the type of the shard's widest rows, so that a tensor library can work on
/// them where they lie.</summary>
internal static class ShardMemory
{
    /// <summary>An array of the framework's pool; what it holds is not defined.</summary>
    /// <param name="layout">The shard's tensors.</param>
    /// <param name="bytes">Bytes that have to fit.</param>
    public static Array Rent(IReadOnlyList<ArtifactTensorLayout> layout, long bytes) =>
        layout.MaxBy(tensor => tensor.RowBytes)?.DType switch
        {
            SafetensorsDType.F64 => Rent<double>(bytes),
            SafetensorsDType.F32 => Rent<float>(bytes),
            SafetensorsDType.F16 => Rent<Half>(bytes),
            SafetensorsDType.I8 => Rent<sbyte>(bytes),
            _ => Rent<byte>(bytes),
        };

    /// <summary>Gives an array back to its pool.</summary>
    /// <param name="array">The array.</param>
    public static void Return(Array array)
    {
        _ =
            TryReturn<double>(array)
            || TryReturn<float>(array)
            || TryReturn<Half>(array)
            || TryReturn<sbyte>(array)
            || TryReturn<byte>(array);
    }

    /// <summary>The first bytes of an array of numbers.</summary>
    /// <param name="array">The array.</param>
    /// <param name="bytes">How many.</param>
    public static Span<byte> Bytes(Array array, int bytes) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), bytes);

    private static T[] Rent<T>(long bytes)
        where T : unmanaged => ArrayPool<T>.Shared.Rent(checked((int)((bytes + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>())));

    private static bool TryReturn<T>(Array array)
        where T : unmanaged
    {
        if (array.GetType() != typeof(T[]))
        {
            return false;
        }

        ArrayPool<T>.Shared.Return((T[])array);
        return true;
    }
}
