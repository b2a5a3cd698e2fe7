using DataWorth.Codecs;

namespace DataWorth.Pipeline;

/// <summary>How many rows are handled at a time. A function of the row size only, so that sums over chunks are the same in every run.</summary>
internal static class Chunking
{
    private const long ChunkBytes = 16L << 20;
    private const int LargestChunk = 4096;

    /// <summary>The largest power of two of rows within 16 MiB, at least 1 and at most 4,096.</summary>
    public static int RowsPerChunk(IReadOnlyList<StoredTensor> tensors)
    {
        var rowBytes = Math.Max(1, tensors.Sum(tensor => tensor.RowBytes));
        var rows = (int)Math.Clamp(ChunkBytes / rowBytes, 1, LargestChunk);
        return 1 << System.Numerics.BitOperations.Log2((uint)rows);
    }

    /// <summary>Rows per shard: whole chunks, about <paramref name="shardBytes"/>.</summary>
    public static int RowsPerShard(IReadOnlyList<StoredTensor> tensors, long shardBytes)
    {
        var chunk = RowsPerChunk(tensors);
        var rowBytes = Math.Max(1, tensors.Sum(tensor => tensor.RowBytes));
        return checked(chunk * (int)Math.Max(1, shardBytes / rowBytes / chunk));
    }
}
