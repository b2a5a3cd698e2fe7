using DataWorth.Artifacts;

namespace DataWorth.Stages;

/// <summary>Element types of tensors and of files.</summary>
internal static class StorageTypes
{
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
            _ => throw new NotSupportedException($"Tensors of type {type} cannot be stored."),
        };

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
}
