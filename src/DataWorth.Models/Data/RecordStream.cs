using System.IO.Compression;

namespace DataWorth.Models.Data;

/// <summary>Opens files of binary records, unpacking gzip by what the file begins with and not by its name.</summary>
internal static class RecordStream
{
    private const int BufferSize = 1 << 16;

    internal static Stream Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && start[0] == 0x1F && start[1] == 0x8B ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Fills the destination as far as the stream goes and gives the number of bytes read.</summary>
    internal static int ReadUpTo(Stream stream, Span<byte> destination, string name)
    {
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            Throw.BadGzip(name, exception);
            return 0;
        }
    }
}
