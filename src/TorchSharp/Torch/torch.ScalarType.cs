namespace TorchSharp;

public static partial class torch
{
    /// <summary>Types of tensor elements; the numbers are libtorch's own.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8-bit integer.</summary>
        Byte = 0,

        /// <summary>Signed 8-bit integer.</summary>
        Int8 = 1,

        /// <summary>Signed 16-bit integer.</summary>
        Int16 = 2,

        /// <summary>Signed 32-bit integer.</summary>
        Int32 = 3,

        /// <summary>Signed 64-bit integer.</summary>
        Int64 = 4,

        /// <summary>16-bit floating point, 5 bits of exponent.</summary>
        Float16 = 5,

        /// <summary>32-bit floating point.</summary>
        Float32 = 6,

        /// <summary>64-bit floating point.</summary>
        Float64 = 7,

        /// <summary>Complex number of two 32-bit parts.</summary>
        ComplexFloat32 = 9,

        /// <summary>Complex number of two 64-bit parts.</summary>
        ComplexFloat64 = 10,

        /// <summary>Truth value of one byte.</summary>
        Bool = 11,

        /// <summary>Quantised signed 8-bit integer.</summary>
        QInt8 = 12,

        /// <summary>Quantised unsigned 8-bit integer.</summary>
        QUInt8 = 13,

        /// <summary>Quantised signed 32-bit integer.</summary>
        QInt32 = 14,

        /// <summary>16-bit floating point, 8 bits of exponent.</summary>
        BFloat16 = 15,
    }

    /// <summary>Alias of <see cref="ScalarType.Byte"/>.</summary>
    public static readonly ScalarType uint8 = ScalarType.Byte;

    /// <summary>Alias of <see cref="ScalarType.Int8"/>.</summary>
    public static readonly ScalarType int8 = ScalarType.Int8;

    /// <summary>Alias of <see cref="ScalarType.Int16"/>.</summary>
    public static readonly ScalarType int16 = ScalarType.Int16;

    /// <summary>Alias of <see cref="ScalarType.Int32"/>.</summary>
    public static readonly ScalarType int32 = ScalarType.Int32;

    /// <summary>Alias of <see cref="ScalarType.Int64"/>.</summary>
    public static readonly ScalarType int64 = ScalarType.Int64;

    /// <summary>Alias of <see cref="ScalarType.Int64"/>.</summary>
    public static readonly ScalarType @long = ScalarType.Int64;

    /// <summary>Alias of <see cref="ScalarType.Float16"/>.</summary>
    public static readonly ScalarType float16 = ScalarType.Float16;

    /// <summary>Alias of <see cref="ScalarType.Float16"/>.</summary>
    public static readonly ScalarType half = ScalarType.Float16;

    /// <summary>Alias of <see cref="ScalarType.BFloat16"/>.</summary>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>Alias of <see cref="ScalarType.Float32"/>.</summary>
    public static readonly ScalarType float32 = ScalarType.Float32;

    /// <summary>Alias of <see cref="ScalarType.Float32"/>.</summary>
    public static readonly ScalarType @float = ScalarType.Float32;

    /// <summary>Alias of <see cref="ScalarType.Float64"/>.</summary>
    public static readonly ScalarType float64 = ScalarType.Float64;

    /// <summary>Alias of <see cref="ScalarType.Float64"/>.</summary>
    public static readonly ScalarType @double = ScalarType.Float64;

    /// <summary>Alias of <see cref="ScalarType.Bool"/>.</summary>
    public static readonly ScalarType @bool = ScalarType.Bool;

    /// <summary>True for signed and unsigned integers and truth values.</summary>
    /// <param name="type">The element type.</param>
    public static bool is_integral(ScalarType type) => type <= ScalarType.Int64 || type == ScalarType.Bool;

    /// <summary>True for floating-point types of any width.</summary>
    /// <param name="type">The element type.</param>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>True for complex types.</summary>
    /// <param name="type">The element type.</param>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
}
