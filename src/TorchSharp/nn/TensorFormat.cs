using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors in TorchSharp's own binary format.</summary>
/// <remarks>
/// <code>
/// element type   7-bit encoded integer
/// dimensions     7-bit encoded integer, then as many sizes, 7-bit encoded
/// values         row-major, little-endian
/// </code>
/// </remarks>
internal static class TensorFormat
{
    private const long BlockElements = 1 << 24;

    /// <summary>Writes a tensor of any device.</summary>
    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt64((long)values.dtype);
        writer.Write7BitEncodedInt64(values.ndim);
        foreach (var size in values.shape) writer.Write7BitEncodedInt64(size);
        writer.Flush();
        ForEachBlock(values, bytes => writer.Write(bytes));
    }

    /// <summary>Reads a tensor to the CPU.</summary>
    /// <exception cref="EndOfStreamException">The contents end within the tensor.</exception>
    public static Tensor Read(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[reader.Read7BitEncodedInt64()];
        for (var index = 0; index < shape.Length; index++) shape[index] = reader.Read7BitEncodedInt64();
        var values = empty(shape, type, CPU);
        ForEachBlock(values, bytes => reader.BaseStream.ReadExactly(bytes));
        return values;
    }

    /// <summary>Copies a tensor that was read.</summary>
    /// <exception cref="ArgumentException">Shape or type differ.</exception>
    public static void Copy(string key, Tensor source, Tensor target)
    {
        if (!source.shape.AsSpan().SequenceEqual(target.shape))
        {
            throw new ArgumentException($"'{key}' has the shape [{string.Join(", ", source.shape)}] in the file and [{string.Join(", ", target.shape)}] in the module.");
        }
        if (source.dtype != target.dtype) throw new ArgumentException($"'{key}' has the type {source.dtype} in the file and {target.dtype} in the module.");
        target.copy_(source);
    }

    private static void ForEachBlock(Tensor contiguous, SpanAction visit)
    {
        using var flat = contiguous.view(-1);
        for (long start = 0; start < contiguous.NumberOfElements; start += BlockElements)
        {
            using var part = flat.narrow(0, start, Math.Min(BlockElements, contiguous.NumberOfElements - start));
            visit(part.bytes);
        }
    }

    private delegate void SpanAction(Span<byte> bytes);
}
