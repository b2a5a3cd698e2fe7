using System.Buffers.Binary;
using System.IO.Compression;

namespace DataWorth.Evaluation.Reports.Images;

/// <summary>Writes PNG files: 8 bits per channel, grey or RGB, no interlacing.</summary>
public static class PngEncoder
{
    private static readonly uint[] s_crcTable = [.. Enumerable.Range(0, 256).Select(TableEntry)];

    /// <summary>Encodes an image.</summary>
    /// <remarks>
    /// A PNG file is a signature and chunks: [length: uint32][type: 4 letters][data][CRC-32 of type and data: uint32], numbers big-endian.
    /// IHDR holds size, bit depth 8, colour type (0 grey, 2 RGB) and three zeros; IDAT the zlib-compressed rows, each after a filter byte.
    /// </remarks>
    public static byte[] Encode(ReportImage image)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = image.Channels == 1 ? (byte)0 : (byte)2;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, CompressedRows(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] CompressedRows(ReportImage image)
    {
        byte[] pixels = [.. image.Pixels];
        var rowLength = image.Width * image.Channels;
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize))
        {
            var row = new byte[rowLength];
            for (var y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> current = pixels.AsSpan(y * rowLength, rowLength);
                var filterUp = y > 0;
                for (var x = 0; x < rowLength; x++)
                {
                    // Filter 2 ("up") stores the difference to the pixel above: photographs of things compress better.
                    row[x] = filterUp ? (byte)(current[x] - pixels[((y - 1) * rowLength) + x]) : current[x];
                }

                zlib.WriteByte(filterUp ? (byte)2 : (byte)0);
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Update(Update(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = s_crcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint TableEntry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 1 ? 0xEDB88320u ^ (entry >> 1) : entry >> 1;
        }

        return entry;
    }
}
