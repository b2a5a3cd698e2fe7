using System.Buffers.Binary;
using System.Text;

namespace DataWorth.Artifacts.Tests;

public sealed class SafetensorsRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""[1]""", 0, "its header does not begin with '{'")]
    [InlineData("""{"x":""", 0, "its header is not valid JSON")]
    [InlineData("""{"x":1}""", 0, "its header has Number at byte 5, expected StartObject")]
    [InlineData("""{} {}""", 0, "its header is not valid JSON")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "its header names 'x' twice"
    )]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'x' has 'dtype' twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "tensor 'x' has an unknown member 'more'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", 4, "tensor 'x' lacks one of dtype, shape and data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "tensor 'x' lacks one of dtype, shape and data_offsets")]
    [InlineData(
        """{"x":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""",
        8,
        "tensor 'x' has dtype 'C64', which is not supported; supported: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""",
        8,
        "tensor 'x' of dtype F32 and shape [1] does not fill its 8 bytes"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""",
        0,
        "tensor 'x' of dtype F32 and shape [4611686018427387904, 4] does not fill its 0 bytes"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""",
        4,
        "'shape' of tensor 'x' has an element that is not a whole number of at least 0"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""",
        4,
        "'shape' of tensor 'x' has an element that is not a whole number of at least 0"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""",
        4,
        "tensor 'x' spans bytes 4 to 0, but the file has 4 bytes of data"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        4,
        "tensor 'x' spans bytes 0 to 8, but the file has 4 bytes of data. The write was interrupted"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        5,
        "its header describes 4 bytes of data, but 5 follow. Bytes were appended"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "tensor 'x' begins at byte 4 and leaves a gap after the header, which ends at byte 0"
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "tensor 'y' begins at byte 4 and overlaps tensor 'x', which ends at byte 8"
    )]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "its header has Number at byte 21, expected String")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "its metadata names 'a' twice")]
    [InlineData("""{"\uD800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "its header is not valid JSON")]
    public void DamagedHeader_IsNamed(string header, int dataBytes, string fault)
    {
        var path = WriteFile((ulong)Encoding.UTF8.GetByteCount(header), Encoding.UTF8.GetBytes(header), dataBytes);
        var exception = Assert.Throws<ArtifactException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith($"'{path}' is not a whole safetensors file: {fault}", exception.Message);
        Assert.EndsWith(". Get or write the file again.", exception.Message);
    }

    [Theory]
    [InlineData(100_000_001UL, "its header length is 100000001, at most 100000000 is allowed")]
    [InlineData(ulong.MaxValue, "its header length is 18446744073709551615, at most 100000000 is allowed")]
    [InlineData(3UL, "its header length is 3, but only 2 bytes follow. The write was interrupted")]
    [InlineData(0UL, "its header does not begin with '{'")]
    public void BadHeaderLength_IsNamed(ulong length, string fault)
    {
        var path = WriteFile(length, "{}"u8.ToArray(), 0);
        var exception = Assert.Throws<ArtifactException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith($"'{path}' is not a whole safetensors file: {fault}", exception.Message);
    }

    [Fact]
    public void TooShortFile_IsNamed()
    {
        var path = _folder["short.safetensors"];
        File.WriteAllBytes(path, [1, 2, 3]);
        var exception = Assert.Throws<ArtifactException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith(
            $"'{path}' is not a whole safetensors file: it has 3 bytes, too few for the 8-byte header length.",
            exception.Message
        );
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        var path = _folder["missing/x.safetensors"];
        var exception = Assert.Throws<ArtifactNotFoundException>(() => SafetensorsFile.Open(path));
        Assert.Equal($"There is no file '{path}'. Check the path.", exception.Message);
    }

    [Fact]
    public void PaddingAndEmptyFiles_AreAccepted()
    {
        var header = "{}   \n\t "u8.ToArray();
        using var reader = SafetensorsFile.Open(WriteFile((ulong)header.Length, header, 0));
        Assert.Empty(reader.Tensors);
    }

    [Fact]
    public void EveryTruncation_IsRefused()
    {
        var header = SafetensorsHeader.Create([SafetensorsEntry.Of("x", SafetensorsDType.I16, 3)]);
        byte[] whole = [.. header.ToBytes(), 1, 2, 3, 4, 5, 6];
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder[$"cut-{length}"];
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<ArtifactException>(() => SafetensorsFile.Open(path));
        }
    }

    private string WriteFile(ulong length, byte[] header, int dataBytes)
    {
        var path = _folder["bad.safetensors"];
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        File.WriteAllBytes(path, [.. prefix, .. header, .. new byte[dataBytes]]);
        return path;
    }
}
