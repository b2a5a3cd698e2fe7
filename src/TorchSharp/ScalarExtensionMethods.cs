namespace TorchSharp;

/// <summary>Conversions between .NET numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this byte value) => new(ValueKind.Integer, value);

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this sbyte value) => new(ValueKind.Integer, value);

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this short value) => new(ValueKind.Integer, value);

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this int value) => new(ValueKind.Integer, value);

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this long value) => new(ValueKind.Integer, value);

    /// <summary>Wraps a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this float value) => ((double)value).ToScalar();

    /// <summary>Wraps a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static Scalar ToScalar(this double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Wraps a truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static Scalar ToScalar(this bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    /// <summary>The number as a single-precision number.</summary>
    /// <param name="value">The number.</param>
    public static float ToSingle(this Scalar value) => value.Convert<float>();

    /// <summary>The number as a double-precision number.</summary>
    /// <param name="value">The number.</param>
    public static double ToDouble(this Scalar value) => value.Convert<double>();

    /// <summary>The number as a byte; fractions are cut off.</summary>
    /// <param name="value">The number.</param>
    public static byte ToByte(this Scalar value) => value.Convert<byte>();

    /// <summary>The number as a signed byte; fractions are cut off.</summary>
    /// <param name="value">The number.</param>
    public static sbyte ToSByte(this Scalar value) => value.Convert<sbyte>();

    /// <summary>The number as a 16-bit integer; fractions are cut off.</summary>
    /// <param name="value">The number.</param>
    public static short ToInt16(this Scalar value) => value.Convert<short>();

    /// <summary>The number as a 32-bit integer; fractions are cut off.</summary>
    /// <param name="value">The number.</param>
    public static int ToInt32(this Scalar value) => value.Convert<int>();

    /// <summary>The number as a 64-bit integer; fractions are cut off.</summary>
    /// <param name="value">The number.</param>
    public static long ToInt64(this Scalar value) => value.Convert<long>();

    /// <summary>True unless the number is zero.</summary>
    /// <param name="value">The number.</param>
    public static bool ToBoolean(this Scalar value) => value.Convert<double>() != 0;
}
