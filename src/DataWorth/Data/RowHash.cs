using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataWorth.Data;

/// <summary>The 128-bit hash of a row's content, by which rows that were already stored are recognised. Not for adversaries.</summary>
/// <remarks>XxHash128 over, for each column, its number of bytes (8 bytes, little-endian) and its bytes.</remarks>
internal static class RowHash
{
    /// <summary>Adds a column; ("ab", "c") and ("a", "bc") differ.</summary>
    public static void AppendColumn(this XxHash128 hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.Append(length);
        hash.Append(bytes);
    }
}
