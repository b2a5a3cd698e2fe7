using System.Buffers.Binary;

namespace DataWorth.Models.Data;

/// <summary>Reads an IDX file of bytes (the format of MNIST and Fashion-MNIST), plain or gzip, item by item.</summary>
/// <remarks>
/// Layout, all numbers big-endian: byte 0 and 1 are zero; byte 2 is the element type (8 = unsigned byte); byte 3 is the number of
/// dimensions d;
/// d numbers of 32 bits, the dimensions, the first of which counts the items; then the elements, the last dimension fastest.
/// </remarks>
public sealed class IdxReader : IDisposable
{
    private const uint UnsignedByteMagic = 0x00000800;
    private const int MaximumDimensions = 4;

    private readonly RecordStream _stream;
    private readonly string _name;
    private readonly int[] _dimensions;
    private int _itemsRead;

    private IdxReader(RecordStream stream, string name, int expectedDimensions)
    {
        _stream = stream;
        _name = name;
        _dimensions = ReadHeader(expectedDimensions);
    }

    /// <summary>The dimensions; the first counts the items.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>The number of items.</summary>
    public int Count => _dimensions[0];

    /// <summary>The number of bytes of one item.</summary>
    public int ItemSize { get; private set; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="expectedDimensions">The number of dimensions: 1 for labels, 3 for grey images.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file of bytes with that many dimensions, or ends within its
    /// header.</exception>
    public static IdxReader Open(string path, int expectedDimensions) => Open(RecordStream.Open(path), path, expectedDimensions);

    /// <summary>Reads from a stream, which is disposed with the reader.</summary>
    /// <param name="stream">The unpacked bytes.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <param name="expectedDimensions">The number of dimensions.</param>
    /// <exception cref="InvalidDataException">The stream is no IDX file of bytes with that many dimensions, or ends within its
    /// header.</exception>
    public static IdxReader Open(Stream stream, string name, int expectedDimensions)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Open(RecordStream.Open(stream, name), name, expectedDimensions);
    }

    private static IdxReader Open(RecordStream stream, string name, int expectedDimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(expectedDimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expectedDimensions, MaximumDimensions);
        try
        {
            return new IdxReader(stream, name, expectedDimensions);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next items.</summary>
    /// <param name="destination">Takes a whole number of items.</param>
    /// <exception cref="InvalidDataException">The file ends early.</exception>
    public void Read(Span<byte> destination)
    {
        var items = destination.Length / ItemSize;
        if (items * ItemSize != destination.Length)
        {
            Throw.BadShape(nameof(destination), destination.Length, (long)items * ItemSize, "bytes, a whole number of items");
        }

        if (items > Count - _itemsRead)
        {
            Throw.TooFewRows(_name, Count - _itemsRead, items);
        }

        var read = _stream.ReadUpTo(destination);
        if (read < destination.Length)
        {
            Throw.Truncated(_name, _itemsRead + (read / ItemSize), Count, "IDX");
        }

        _itemsRead += items;
    }

    /// <summary>Reads on to the end of the file and checks that it has the items that its header announces, and nothing after
    /// them.</summary>
    /// <exception cref="InvalidDataException">The file has fewer items, more bytes follow, or it is no whole gzip file.</exception>
    public void CheckEnd()
    {
        _stream.SkipToEnd();
        var bytes = _stream.BytesRead - HeaderSize;
        if (bytes < (long)Count * ItemSize)
        {
            Throw.Truncated(_name, bytes / ItemSize, Count, "IDX");
        }

        if (bytes > (long)Count * ItemSize)
        {
            Throw.TrailingBytes(_name, Count, "IDX");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private int HeaderSize => 4 + (4 * _dimensions.Length);

    private int[] ReadHeader(int expectedDimensions)
    {
        Span<byte> header = stackalloc byte[4 + (4 * MaximumDimensions)];
        header = header[..(4 + (4 * expectedDimensions))];
        var read = _stream.ReadUpTo(header);
        var magic = read < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(header);
        if (read >= 4 && magic != (UnsignedByteMagic | (uint)expectedDimensions))
        {
            Throw.NotIdx(
                _name,
                magic,
                $"bytes with {expectedDimensions} dimension{(expectedDimensions == 1 ? "" : "s")} "
                    + $"(0x{UnsignedByteMagic | (uint)expectedDimensions:X8})"
            );
        }

        if (read < header.Length)
        {
            Throw.IdxTooShortForHeader(_name, read, header.Length);
        }

        var dimensions = new int[expectedDimensions];
        long itemSize = 1;
        for (var axis = 0; axis < dimensions.Length; axis++)
        {
            dimensions[axis] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * axis))..]);
            itemSize *= axis == 0 ? 1 : dimensions[axis];
            if (dimensions[axis] < (axis == 0 ? 0 : 1) || itemSize > int.MaxValue)
            {
                Throw.IdxDimensions(
                    _name,
                    string.Join(", ", dimensions[..(axis + 1)].Select(size => (uint)size)),
                    "a count and positive sizes whose product is below 2^31"
                );
            }
        }

        ItemSize = (int)itemSize;
        return dimensions;
    }
}
