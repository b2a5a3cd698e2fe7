using DataWorth.Artifacts;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Element types of safetensors files and of tensors, and the bytes of tensors.</summary>
internal static class TensorTypes
{
    /// <summary>Receives a part of a tensor's bytes.</summary>
    /// <param name="bytes">The part; writing to it changes the tensor.</param>
    /// <param name="offset">Position of its first byte in the tensor.</param>
    public delegate void Block(Span<byte> bytes, long offset);

    /// <summary>Type in a file.</summary>
    public static SafetensorsDType ToFile(ScalarType type) =>
        type switch
        {
            ScalarType.Float64 => SafetensorsDType.F64,
            ScalarType.Float32 => SafetensorsDType.F32,
            ScalarType.Float16 => SafetensorsDType.F16,
            ScalarType.BFloat16 => SafetensorsDType.BF16,
            ScalarType.Int64 => SafetensorsDType.I64,
            ScalarType.Int32 => SafetensorsDType.I32,
            ScalarType.Int16 => SafetensorsDType.I16,
            ScalarType.Int8 => SafetensorsDType.I8,
            ScalarType.Byte => SafetensorsDType.U8,
            ScalarType.Bool => SafetensorsDType.Bool,
            _ => throw new NotSupportedException($"Tensors of type {type} cannot be saved. Convert them to Float32 first."),
        };

    /// <summary>Type of a tensor.</summary>
    public static ScalarType ToTensor(SafetensorsDType type) =>
        type switch
        {
            SafetensorsDType.F64 => ScalarType.Float64,
            SafetensorsDType.F32 => ScalarType.Float32,
            SafetensorsDType.F16 => ScalarType.Float16,
            SafetensorsDType.BF16 => ScalarType.BFloat16,
            SafetensorsDType.I64 => ScalarType.Int64,
            SafetensorsDType.I32 => ScalarType.Int32,
            SafetensorsDType.I16 => ScalarType.Int16,
            SafetensorsDType.I8 => ScalarType.Int8,
            SafetensorsDType.U8 => ScalarType.Byte,
            _ => ScalarType.Bool,
        };

    /// <summary>The largest number of a floating-point type; 0 for others.</summary>
    public static double Largest(ScalarType type) =>
        type switch
        {
            ScalarType.Float64 => double.MaxValue,
            ScalarType.Float32 => float.MaxValue,
            ScalarType.BFloat16 => 3.3895313892515355e38,
            ScalarType.Float16 => 65504,
            _ => 0,
        };

    /// <summary>Visits the bytes of a contiguous tensor on the CPU in parts: spans end at 2 GB, tensors do not.</summary>
    public static void ForEachBlock(Tensor tensor, int elements, Block visit)
    {
        using var flat = tensor.view(-1);
        for (long start = 0; start < tensor.NumberOfElements; start += elements)
        {
            using var part = flat.narrow(0, start, Math.Min(elements, tensor.NumberOfElements - start));
            visit(part.bytes, start * tensor.ElementSize);
        }
    }
}
