using DataWorth.Codecs;

namespace DataWorth.Stages;

/// <summary>How many rows are handled at a time. A function of the row size only, so that sums over chunks are the same in every
/// run.</summary>
internal static class Chunking
{
    private const long ChunkBytes = 16L << 20;
    private const int LargestChunk = 4096;
    private const long SmallestShard = 4L << 20;

    /// <summary>The largest power of two of rows within 16 MiB, at least 1 and at most 4,096.</summary>
    public static int RowsPerChunk(IReadOnlyList<StoredTensor> tensors) => RowsPerChunk(tensors.Sum(tensor => tensor.RowBytes));

    /// <summary>Rows per shard: whole chunks, about <paramref name="shardBytes"/>; smaller where that makes four shards of a small
    /// artifact, so that reading one,
    /// checking another and multiplying a third overlap.</summary>
    /// <param name="tensors">What a row holds.</param>
    /// <param name="rows">Rows of the artifact.</param>
    /// <param name="shardBytes">Bytes of a shard of a large artifact.</param>
    public static int RowsPerShard(IReadOnlyList<StoredTensor> tensors, long rows, long shardBytes) =>
        RowsPerShard(tensors.Sum(tensor => tensor.RowBytes), rows, shardBytes);

    /// <summary>The same by the bytes of a row.</summary>
    public static int RowsPerShard(long rowBytes, long rows, long shardBytes)
    {
        var chunk = RowsPerChunk(rowBytes);
        var bytes = Math.Min(shardBytes, Math.Max(SmallestShard, rows * rowBytes / 4));
        return checked(chunk * (int)Math.Max(1, bytes / Math.Max(1, rowBytes) / chunk));
    }

    private static int RowsPerChunk(long rowBytes)
    {
        var rows = (int)Math.Clamp(ChunkBytes / Math.Max(1, rowBytes), 1, LargestChunk);
        return 1 << System.Numerics.BitOperations.Log2((uint)rows);
    }
}
