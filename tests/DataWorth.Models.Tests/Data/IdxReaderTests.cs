using System.Buffers.Binary;
using System.IO.Compression;
using DataWorth.Models.Data;

namespace DataWorth.Models.Tests.Data;

public sealed class IdxReaderTests
{
    private static readonly byte[] s_items = [.. Enumerable.Range(0, 24).Select(value => (byte)(10 * value))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlainAndGzip_AreReadAlike_ItemByItem(bool packed)
    {
        using TemporaryFolder directory = new();
        var file = Idx([4, 2, 3], s_items);
        // The name says nothing: a packed file is known by its first bytes.
        var path = directory.Write("images", packed ? Gzip(file) : file);
        using var reader = IdxReader.Open(path, 3);
        Assert.Equal([4, 2, 3], reader.Dimensions);
        Assert.Equal((4, 6), (reader.Count, reader.ItemSize));
        byte[] first = new byte[6],
            rest = new byte[18];
        reader.Read(first);
        reader.Read(rest);
        reader.CheckEnd();
        Assert.Equal(s_items, first.Concat(rest));
    }

    [Fact]
    public void WrongMagic_IsNamed()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Open(Idx([24], s_items), 3));
        Assert.Equal(
            "File 'memory' does not begin as an IDX file of bytes with 3 dimensions (0x00000803): found the number 0x00000801. "
                + "Delete the file and fetch it again.",
            exception.Message
        );
        var floats = Idx([24], s_items);
        floats[2] = 0x0D;
        Assert.Contains("0x00000D01", Assert.Throws<InvalidDataException>(() => Open(floats, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public void HeaderCutShort_IsNamed(int length)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Open(Idx([4, 2, 3], s_items)[..length], 3));
        Assert.Equal(
            $"IDX file 'memory' ends within its header: found {length} of 16 bytes. Delete the file and fetch it again.",
            exception.Message
        );
    }

    [Theory]
    [InlineData(-1, 2, 3)]
    [InlineData(4, 0, 3)]
    [InlineData(4, 65536, 65536)]
    public void ImpossibleDimensions_AreRefused(int count, int height, int width)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Open(Idx([count, height, width], s_items), 3));
        Assert.Contains("expected [a count and positive sizes whose product is below 2^31]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizeOfThirtyTwoBits_IsShownWithoutASign()
    {
        var count = Assert.Throws<InvalidDataException>(() => Open(Idx([-1, 2, 3], s_items), 3));
        Assert.Contains("has the dimensions [4294967295], expected", count.Message, StringComparison.Ordinal);
        var height = Assert.Throws<InvalidDataException>(() => Open(Idx([4, int.MinValue, 3], s_items), 3));
        Assert.Contains("has the dimensions [4, 2147483648], expected", height.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncatedItems_AreCounted()
    {
        using var reader = Open(Idx([4, 2, 3], s_items)[..^7], 3);
        reader.Read(new byte[6]);
        var exception = Assert.Throws<InvalidDataException>(() => reader.Read(new byte[18]));
        Assert.Equal(
            "File 'memory' ends after 2 whole IDX records, but 4 were expected: the file is truncated. Delete the file and fetch it again.",
            exception.Message
        );
    }

    [Fact]
    public void TruncatedGzip_IsRefused()
    {
        using TemporaryFolder directory = new();
        var random = new byte[4000];
        new Random(1).NextBytes(random);
        var path = directory.Write("labels.gz", Gzip(Idx([4000], random))[..^2000]);
        using var reader = IdxReader.Open(path, 1);
        var message = Assert.Throws<InvalidDataException>(() => reader.Read(new byte[4000])).Message;
        Assert.StartsWith($"File '{path}' ", message, StringComparison.Ordinal);
        Assert.EndsWith("Delete the file and fetch it again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedGzip_IsRefused()
    {
        using TemporaryFolder directory = new();
        var packed = Gzip(Idx([24], s_items));
        packed[12] ^= 0xFF;
        packed[13] ^= 0xFF;
        var path = directory.Write("labels.gz", packed);
        Assert.StartsWith($"File '{path}' ", Assert.Throws<InvalidDataException>(() => ReadAll(path)).Message, StringComparison.Ordinal);
        static void ReadAll(string path)
        {
            using var reader = IdxReader.Open(path, 1);
            reader.Read(new byte[reader.Count]);
            reader.CheckEnd();
        }
    }

    [Fact]
    public void MoreBytesThanAnnounced_AreRefused()
    {
        using var reader = Open(Idx([23], s_items), 1);
        reader.Read(new byte[23]);
        Assert.Equal(
            "File 'memory' has more bytes after its 23 IDX records, where it should end. Delete the file and fetch it again.",
            Assert.Throws<InvalidDataException>(reader.CheckEnd).Message
        );
    }

    [Fact]
    public void MoreItemsThanThereAre_AreRefused()
    {
        using var reader = Open(Idx([24], s_items), 1);
        Assert.Contains(
            "has 24 rows, but 25 were asked for",
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(new byte[25])).Message,
            StringComparison.Ordinal
        );
    }

    internal static byte[] Idx(int[] dimensions, byte[] items)
    {
        var file = new byte[4 + (4 * dimensions.Length) + items.Length];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        for (var axis = 0; axis < dimensions.Length; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * axis)), dimensions[axis]);
        }

        items.CopyTo(file, 4 + (4 * dimensions.Length));
        return file;
    }

    internal static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static IdxReader Open(byte[] file, int dimensions) => IdxReader.Open(new MemoryStream(file), "memory", dimensions);
}
