using System.Buffers.Binary;
using System.IO.Compression;

namespace DataWorth.Models.Data;

/// <summary>Reads binary records from a file, unpacking gzip by what the file begins with and not by its name.</summary>
/// <remarks>
/// The framework's gzip stream ends without an error where a file is cut, and ignores what follows the packed data. So the end is checked
/// here: the last four bytes of a whole file are the number of unpacked bytes modulo 2^32, little-endian (RFC 1952); the CRC before them
/// is checked by the framework as far as it is there.
/// </remarks>
internal sealed class RecordStream : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int SmallestGzip = 18;

    private readonly Stream _stream;
    private readonly FileStream? _packed;
    private readonly string _name;

    private RecordStream(Stream stream, string name, FileStream? packed = null) => (_stream, _name, _packed) = (stream, name, packed);

    /// <summary>Number of unpacked bytes read.</summary>
    internal long BytesRead { get; private set; }

    internal static RecordStream Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        return IsGzip(file) ? new(new GZipStream(file, CompressionMode.Decompress), path, file) : new(file, path);
    }

    /// <summary>Reads a stream of unpacked bytes.</summary>
    internal static RecordStream Open(Stream stream, string name) => new(stream, name);

    /// <summary>Whether a file begins as gzip; leaves it at its start.</summary>
    internal static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && start[0] == 0x1F && start[1] == 0x8B;
    }

    /// <summary>Fills the destination as far as the file goes and gives the number of bytes read.</summary>
    /// <exception cref="InvalidDataException">The file is gzip and damaged, cut or has bytes after its data.</exception>
    internal int ReadUpTo(Span<byte> destination)
    {
        var read = ReadPacked(destination);
        BytesRead += read;
        if (read < destination.Length)
        {
            CheckEndOfGzip();
        }

        return read;
    }

    /// <summary>Reads on to the end.</summary>
    /// <exception cref="InvalidDataException">The file is gzip and damaged, cut or has bytes after its data.</exception>
    internal void SkipToEnd()
    {
        var buffer = new byte[BufferSize];
        while (ReadUpTo(buffer) == buffer.Length) { }
    }

    public void Dispose() => _stream.Dispose();

    private void CheckEndOfGzip()
    {
        if (_packed is null)
        {
            return;
        }

        Span<byte> size = stackalloc byte[4];
        if (_packed.Length >= SmallestGzip)
        {
            _packed.Position = _packed.Length - size.Length;
            _packed.ReadExactly(size);
            if (BinaryPrimitives.ReadUInt32LittleEndian(size) == (uint)BytesRead)
            {
                return;
            }
        }

        Throw.BadGzip(
            _name,
            $"it does not end with the number of its {BytesRead} bytes: it was cut, has more bytes after its data, or is several gzip "
                + "files in one"
        );
    }

    private int ReadPacked(Span<byte> destination)
    {
        try
        {
            return _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            // The framework's words are about archives and methods of compression.
            Throw.BadGzip(_name, "its packed data cannot be unpacked", exception);
            return 0;
        }
    }
}
