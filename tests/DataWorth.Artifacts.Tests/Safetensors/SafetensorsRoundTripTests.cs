using System.Runtime.InteropServices;

namespace DataWorth.Artifacts.Tests;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryDType_ComesBackWithShapeMetadataAndBytes()
    {
        var path = _folder["all.safetensors"];
        SafetensorsEntry[] entries =
        [
            .. Enum.GetValues<SafetensorsDType>().Select(dtype => SafetensorsEntry.Of($"tensor.{dtype}", dtype, 3, 5)),
            SafetensorsEntry.Of("scalar", SafetensorsDType.F32),
            SafetensorsEntry.Of("empty", SafetensorsDType.F32, 0, 7),
            SafetensorsEntry.Of("näme \"quoted\"\n", SafetensorsDType.U8, 1),
        ];
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["a"] = "ü\"x" };
        using (var writer = SafetensorsFile.Create(path, entries, metadata))
        {
            foreach (var tensor in writer.Tensors)
            {
                var bytes = Bytes(tensor);
                writer.Write(tensor.Name, bytes.AsSpan(0, bytes.Length / 3));
                writer.Write(tensor.Name, bytes.AsSpan(bytes.Length / 3));
            }

            Assert.True(writer.Commit());
        }

        using var reader = SafetensorsFile.Open(path);
        Assert.Equal(metadata.OrderBy(pair => pair.Key), reader.Metadata);
        Assert.Equal(entries.Length, reader.Tensors.Count);
        Assert.Equal(0, reader.Header.DataOffset % 8);
        Assert.Equal(new FileInfo(path).Length, reader.Header.FileLength);
        foreach (var entry in entries)
        {
            var tensor = reader[entry.Name];
            Assert.Equal(entry.DType, tensor.DType);
            Assert.Equal(entry.Shape, tensor.Shape);
            Assert.Equal(entry.ByteCount, tensor.ByteCount);
            Assert.Equal(0, tensor.Offset % entry.DType.Size());
            Assert.Equal(Bytes(tensor), reader.ReadBytes(entry.Name));
        }
    }

    [Fact]
    public void RangesOfATensor_AreItsBytes()
    {
        var path = WriteOne("x", SafetensorsDType.I32, [10], MemoryMarshal.AsBytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).ToArray());
        using var reader = SafetensorsFile.Open(path);
        var part = new int[3];
        reader.Read("x", 4 * sizeof(int), MemoryMarshal.AsBytes(part.AsSpan()));
        Assert.Equal([4, 5, 6], part);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("x", 32, new byte[9]));
        Assert.Contains("Bytes 32 to 41 are not within 'x', which has 40 bytes.", exception.Message);
        var destination = Assert.Throws<ArgumentException>(() => reader.Read("x", new byte[39]));
        Assert.StartsWith($"'x' of '{path}' needs a destination of 40 bytes, got 39.", destination.Message);
    }

    [Fact]
    public void UnknownTensor_NamesTheClosest()
    {
        var path = WriteOne("h.3.mlp.c_fc", SafetensorsDType.U8, [1], [1]);
        using var reader = SafetensorsFile.Open(path);
        var exception = Assert.Throws<ArtifactException>(() => reader["h.3.mlp.c_fx"]);
        Assert.Equal($"There is no tensor 'h.3.mlp.c_fx' in '{path}'. It has 1; the closest names: 'h.3.mlp.c_fc'.", exception.Message);
    }

    [Fact]
    public void Writer_ReplacesACheckpoint_OnlyAtCommit()
    {
        var path = WriteOne("x", SafetensorsDType.U8, [1], [1]);
        var before = File.ReadAllBytes(path);
        using (var writer = SafetensorsFile.Create(path, [SafetensorsEntry.Of("y", SafetensorsDType.U8, 2)]))
        {
            writer.Write("y", [1, 2]);
            Assert.Equal(before, File.ReadAllBytes(path));
        }

        Assert.Equal(before, File.ReadAllBytes(path));
        WriteOne("z", SafetensorsDType.U8, [1], [9]);
        using var reader = SafetensorsFile.Open(path);
        Assert.Equal([9], reader.ReadBytes("z"));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Writer_RefusesWrongOrderTooMuchAndTooLittle()
    {
        using var writer = SafetensorsFile.Create(
            _folder["x.safetensors"],
            [
                SafetensorsEntry.Of("a", SafetensorsDType.U8, 2),
                SafetensorsEntry.Of("none", SafetensorsDType.U8, 0),
                SafetensorsEntry.Of("b", SafetensorsDType.F64, 1),
            ]
        );
        Assert.Equal(["b", "a", "none"], writer.Tensors.Select(tensor => tensor.Name));
        var order = Assert.Throws<InvalidOperationException>(() => writer.Write("a", [1]));
        Assert.Equal(
            "'x.safetensors' got bytes of tensor 'a', expected those of 'b'. Write tensors in the order of Tensors.",
            order.Message
        );
        writer.Write("b", new byte[7]);
        var much = Assert.Throws<InvalidOperationException>(() => writer.Write("b", new byte[2]));
        Assert.Equal("Tensor 'b' of 'x.safetensors' has 8 bytes by its shape, got 9.", much.Message);
        var little = Assert.Throws<InvalidOperationException>(() => writer.Commit());
        Assert.Equal("Tensor 'b' of 'x.safetensors' has 8 bytes by its shape, got 7. Write all of it before Commit.", little.Message);
        writer.Write("b", [1]);
        writer.Write("a", [1, 2]);
        writer.Write("none", []);
        Assert.True(writer.Commit());
    }

    [Theory]
    [InlineData("")]
    [InlineData("__metadata__")]
    [InlineData("twice")]
    public void Header_RefusesBadNames(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            SafetensorsHeader.Create([
                SafetensorsEntry.Of("twice", SafetensorsDType.U8, 1),
                SafetensorsEntry.Of(name, SafetensorsDType.U8, 1),
            ])
        );
        Assert.Equal(
            $"'{name}' cannot be a tensor's name here: it is empty, reserved, or used twice. Rename the tensor.",
            exception.Message
        );
    }

    [Fact]
    public void Header_RefusesImpossibleShapes()
    {
        foreach (var shape in new long[][] { [-1], [long.MaxValue, 2], [1L << 32, 1L << 32] })
        {
            var exception = Assert.Throws<ArgumentException>(() =>
                SafetensorsHeader.Create([SafetensorsEntry.Of("x", SafetensorsDType.U8, shape)])
            );
            Assert.StartsWith($"Tensor 'x' cannot have the shape [{string.Join(", ", shape)}]", exception.Message);
        }
    }

    [Fact]
    public void Tensors_LieInTheOrderGiven_UnlessOneWouldNotBeAligned()
    {
        Assert.Equal(
            ["f", "d", "b"],
            Order(
                SafetensorsEntry.Of("f", SafetensorsDType.F32, 2),
                SafetensorsEntry.Of("d", SafetensorsDType.F64, 1),
                SafetensorsEntry.Of("b", SafetensorsDType.U8, 3)
            )
        );
        Assert.Equal(
            ["d", "f", "b"],
            Order(
                SafetensorsEntry.Of("f", SafetensorsDType.F32, 3),
                SafetensorsEntry.Of("d", SafetensorsDType.F64, 1),
                SafetensorsEntry.Of("b", SafetensorsDType.U8, 3)
            )
        );
        Assert.Equal(
            ["h", "b"],
            Order(SafetensorsEntry.Of("b", SafetensorsDType.U8, 3), SafetensorsEntry.Of("h", SafetensorsDType.BF16, 1))
        );

        static IEnumerable<string> Order(params SafetensorsEntry[] entries)
        {
            var header = SafetensorsHeader.Create(entries);
            Assert.All(header.Tensors, tensor => Assert.Equal(0, tensor.Offset % tensor.DType.Size()));
            return header.Tensors.Select(tensor => tensor.Name);
        }
    }

    [Fact]
    public void SameEntries_GiveTheSameBytes_WhateverTheOrderOfMetadata()
    {
        SafetensorsEntry[] entries = [SafetensorsEntry.Of("x", SafetensorsDType.F32, 2)];
        var left = SafetensorsHeader.Create(entries, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }).ToBytes();
        var right = SafetensorsHeader.Create(entries, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }).ToBytes();
        Assert.Equal(left, right);
        Assert.Equal(0, left.Length % 8);
    }

    [Fact]
    public void LargeFile_Over2GB_IsReadAtItsEnd()
    {
        const long Elements = (1L << 29) + 3; // 2 GiB + 12 bytes of F32
        var path = _folder["large.safetensors"];
        var header = SafetensorsHeader.Create([
            SafetensorsEntry.Of("first", SafetensorsDType.F32, Elements),
            SafetensorsEntry.Of("second", SafetensorsDType.F32, 2),
        ]);
        using (var stream = File.Create(path))
        {
            stream.Write(header.ToBytes());
            stream.SetLength(header.FileLength); // a sparse file: no data blocks
            stream.Seek(-8, SeekOrigin.End);
            stream.Write(MemoryMarshal.AsBytes([1.5f, -2f]));
        }

        using var reader = SafetensorsFile.Open(path);
        Assert.Equal(Elements, reader["first"].ElementCount);
        Assert.Equal([1.5f, -2f], MemoryMarshal.Cast<byte, float>(reader.ReadBytes("second")).ToArray());
        var end = new byte[4];
        reader.Read("first", (4 * Elements) - 4, end);
        Assert.Equal(new byte[4], end);
        var exception = Assert.Throws<ArtifactException>(() => reader.ReadBytes("first"));
        Assert.Contains("more than an array holds. Read it by ranges.", exception.Message);
    }

    private static byte[] Bytes(SafetensorsTensor tensor)
    {
        var bytes = new byte[tensor.ByteCount];
        new Random(tensor.Name.Length).NextBytes(bytes);
        return bytes;
    }

    private string WriteOne(string name, SafetensorsDType dtype, long[] shape, byte[] bytes)
    {
        var path = _folder["one.safetensors"];
        using var writer = SafetensorsFile.Create(path, [SafetensorsEntry.Of(name, dtype, shape)]);
        writer.Write(name, bytes);
        Assert.True(writer.Commit());
        return path;
    }
}
