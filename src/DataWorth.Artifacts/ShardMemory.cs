using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataWorth.Artifacts;

/// <summary>The memory of a shard: an array that does not move, whose elements have the type of the shard's widest rows, so that a tensor
/// library can work on them where they lie.</summary>
/// <remarks>The first byte that is used lies at a multiple of 64: products of the same numbers at another alignment round
/// differently.</remarks>
internal sealed class ShardMemory
{
    /// <summary>Bytes to whose multiples tensors are aligned.</summary>
    public const int Alignment = 64;

    private const int MostKept = 4; // as many as a reader has under way

    private static readonly List<ShardMemory> s_free = [];

    private readonly int _start;

    private ShardMemory(Array array)
    {
        Array = array;
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        _start = (int)((Alignment - (address % Alignment)) % Alignment);
    }

    /// <summary>The array.</summary>
    public Array Array { get; }

    /// <summary>Where the first byte that is used lies in the array.</summary>
    public int Start => _start;

    /// <summary>Memory for a shard; what it holds is not defined.</summary>
    /// <param name="layout">The shard's tensors.</param>
    /// <param name="bytes">Bytes that have to fit.</param>
    public static ShardMemory Rent(IReadOnlyList<ArtifactTensorLayout> layout, long bytes)
    {
        var type = layout.MaxBy(tensor => tensor.RowBytes)?.DType;
        lock (s_free)
        {
            var fitting = s_free.Where(memory => memory.Array.GetType() == TypeOf(type) && memory.Capacity >= bytes);
            if (fitting.MinBy(memory => memory.Capacity) is { } kept)
            {
                s_free.Remove(kept);
                return kept;
            }
        }

        return new ShardMemory(
            type switch
            {
                SafetensorsDType.F64 => New<double>(bytes),
                SafetensorsDType.F32 => New<float>(bytes),
                SafetensorsDType.F16 => New<Half>(bytes),
                SafetensorsDType.I8 => New<sbyte>(bytes),
                _ => New<byte>(bytes),
            }
        );
    }

    /// <summary>Keeps the memory for the next shard of its kind; what was kept longest goes when enough is kept.</summary>
    public void Return()
    {
        lock (s_free)
        {
            s_free.Add(this);
            if (s_free.Count > MostKept)
            {
                s_free.RemoveAt(0);
            }
        }
    }

    /// <summary>The first bytes.</summary>
    /// <param name="length">How many.</param>
    public Span<byte> Bytes(int length) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Array), _start), length);

    private long Capacity => (Array is Half[] ? 2L * Array.Length : Buffer.ByteLength(Array)) - Alignment;

    private static Type TypeOf(SafetensorsDType? type) =>
        type switch
        {
            SafetensorsDType.F64 => typeof(double[]),
            SafetensorsDType.F32 => typeof(float[]),
            SafetensorsDType.F16 => typeof(Half[]),
            SafetensorsDType.I8 => typeof(sbyte[]),
            _ => typeof(byte[]),
        };

    private static T[] New<T>(long bytes)
        where T : unmanaged
    {
        var length = checked((int)((bytes + Alignment + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>()));
        var array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        LargePages.Ask(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), bytes);
        return array;
    }
}
