using System.Buffers.Binary;

namespace DataWorth.Runtime;

/// <summary>What a native library's file says of itself.</summary>
internal static class ElfFile
{
    private const int HeaderBytes = 64;
    private const int SegmentBytes = 56;
    private const int Loaded = 1;

    /// <summary>Whether a file has as many bytes as its header says: the system maps a cut one without a word, and the process ends at the
    /// first missing page.</summary>
    /// <param name="path">A shared library for 64 bits.</param>
    public static bool IsWhole(string path)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var file = File.OpenRead(path);
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith("\u007fELF"u8))
        {
            return false;
        }

        // The segments that are mapped.
        var size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]);
        var segments = new byte[size * BinaryPrimitives.ReadUInt16LittleEndian(header[56..])];
        file.Position = Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(header[32..]));
        if (file.ReadAtLeast(segments, segments.Length, throwOnEndOfStream: false) < segments.Length)
        {
            return false;
        }

        for (var segment = segments.AsSpan(); size >= SegmentBytes && segment.Length >= size; segment = segment[size..])
        {
            var offset = BinaryPrimitives.ReadInt64LittleEndian(segment[8..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(segment[32..]);
            if (BinaryPrimitives.ReadInt32LittleEndian(segment) == Loaded && offset + length > file.Length)
            {
                return false;
            }
        }

        return true;
    }
}
